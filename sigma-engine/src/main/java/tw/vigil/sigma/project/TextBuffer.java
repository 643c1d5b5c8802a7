package tw.vigil.sigma.project;

import java.util.Arrays;
import tw.vigil.sigma.match.CaseFolding;

/// Texts that had to be made, one after the other, UTF-8. Growing makes a new array; texts in the one before
/// stay there.
final class TextBuffer {

    private static final int INITIAL = 8 * 1024;
    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[INITIAL];
    private int size;

    void clear() {
        if (bytes.length > KEPT) {
            bytes = new byte[INITIAL];
        }
        size = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /// After this, `more` bytes fit; to be called before a text is begun and whenever it grows.
    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, (int)
                    Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }

    void append(byte[] from) {
        append(from, 0, from.length);
    }

    void append(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, bytes, size, end - start);
        size += end - start;
    }

    /// @return where `stop` is, or `end`
    int appendUntil(byte stop, byte[] from, int start, int end) {
        reserve(end - start);
        int at = start;
        long stops = stop * Words.ONES;
        while (at + 8 <= end) {
            long word = Words.get(from, at);
            long differing = word ^ stops;
            long found = (differing - Words.ONES) & ~differing & Words.HIGHS;
            if (found != 0) {
                break;
            }
            Words.set(bytes, size, word);
            at += 8;
            size += 8;
        }
        while (at < end && from[at] != stop) {
            bytes[size++] = from[at++];
        }
        return at;
    }

    void append(int oneByte) {
        reserve(1);
        bytes[size++] = (byte) oneByte;
    }

    void appendCodePoint(int c) {
        reserve(4);
        if (c < 0x80) {
            bytes[size++] = (byte) c;
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | (c >> 6));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            bytes[size++] = (byte) (0xE0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else {
            bytes[size++] = (byte) (0xF0 | (c >> 18));
            bytes[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        }
    }

    /// @param from valid UTF-8; may be this buffer's own array
    void appendFolded(byte[] from, int start, int end) {
        reserve(end - start + 8);
        int at = start;
        while (at < end) {
            if (at + 8 <= end) {
                long word = Words.get(from, at);
                if ((word & Words.HIGHS) == 0) {
                    reserve(8);
                    Words.set(bytes, size, Words.lower(word));
                    size += 8;
                    at += 8;
                    continue;
                }
            }
            int c = from[at];
            if (c >= 0) {
                append(c >= 'A' && c <= 'Z' ? c + 32 : c);
                at++;
            } else {
                int length = c >= (byte) 0xF0 ? 4 : c >= (byte) 0xE0 ? 3 : 2;
                int code = c & (0x7F >> length);
                for (int i = 1; i < length; i++) {
                    code = (code << 6) | (from[at + i] & 0x3F);
                }
                appendCodePoint(CaseFolding.fold(code));
                at += length;
            }
        }
    }
}
