package tw.vigil.ingest.protect;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Characters as the detectors read them, each with the bytes of the record that it came from. Wide and styled
/// characters are normalised (NFKC, one by one), invisible ones left out. However often it was decoded, a stretch of
/// characters is always a stretch of bytes.
final class Text implements CharSequence {
    /// Stands where a token lies that is ours: no detector takes it for anything.
    private static final char NOTHING = '\u0001';

    private char[] chars;
    private int[] from;
    private int[] to;
    private int length;

    private Text(int capacity) {
        chars = new char[capacity];
        from = new int[capacity];
        to = new int[capacity];
    }

    /// The inside of a JSON string, its escapes resolved.
    static Text ofJson(byte[] bytes, int start, int end) {
        var text = new Text(end - start);
        int i = start;
        while (i < end) {
            if (bytes[i] == '\\' && i + 1 < end) {
                int size = bytes[i + 1] == 'u' && i + 6 <= end ? 6 : 2;
                text.add(
                        size == 6
                                ? (char) Integer.parseInt(new String(bytes, i + 2, 4, StandardCharsets.US_ASCII), 16)
                                : escaped((char) bytes[i + 1]),
                        i,
                        i + size);
                i += size;
            } else {
                i = text.addUtf8(bytes, i, end);
            }
        }
        return text;
    }

    /// Bytes as they are. Those that are no UTF-8 are characters of their own.
    static Text ofBytes(byte[] bytes) {
        var text = new Text(bytes.length);
        int i = 0;
        while (i < bytes.length) {
            i = text.addUtf8(bytes, i, bytes.length);
        }
        return text;
    }

    /// Decoded content that cannot be told apart by bytes: every character comes from the same stretch.
    static Text within(String content, int from, int to) {
        var text = new Text(content.length());
        for (int i = 0; i < content.length(); i++) {
            text.add(content.charAt(i), from, to);
        }
        return text;
    }

    /// One level of URL encoding and of backslash escapes less, or null where there is none.
    @Nullable
    Text decoded() {
        Text decoded = null;
        int i = 0;
        while (i < length) {
            int octets = octetsAt(i);
            int escape = octets == 0 ? escapeAt(i) : 0;
            if ((octets > 0 || escape > 0) && decoded == null) {
                decoded = new Text(length);
                decoded.copy(this, 0, i);
            }
            if (octets > 0) {
                decodeOctets(i, octets, decoded == null ? this : decoded);
                i += 3 * octets;
            } else if (escape > 0 && decoded != null) {
                char c = escape == 6 ? (char) hex(i + 2, 4) : escaped(chars[i + 1]);
                decoded.add(c, from[i], to[i + escape - 1]);
                i += escape;
            } else {
                if (decoded != null) {
                    decoded.copy(this, i, i + 1);
                }
                i++;
            }
        }
        return decoded;
    }

    /// Takes characters out of every detector's sight.
    void hide(int start, int end) {
        Arrays.fill(chars, start, end, NOTHING);
    }

    /// Where in the record a character begins.
    int from(int index) {
        return from[index];
    }

    /// Where in the record a character ends.
    int to(int index) {
        return to[index];
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return chars[index];
    }

    @Override
    public String subSequence(int start, int end) {
        return new String(chars, start, end - start);
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }

    /// How many `%XX` follow each other.
    private int octetsAt(int index) {
        int count = 0;
        while (index + 2 < length && chars[index] == '%' && hex(index + 1, 2) >= 0) {
            count++;
            index += 3;
        }
        return count;
    }

    private void decodeOctets(int index, int count, Text into) {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) hex(index + 3 * i + 1, 2);
        }
        int i = 0;
        while (i < count) {
            int size = utf8Size(octets, i, count);
            String character = size == 0
                    ? String.valueOf((char) (octets[i] & 0xff))
                    : new String(octets, i, size, StandardCharsets.UTF_8);
            int next = i + Math.max(1, size);
            into.addNormalised(character, from[index + 3 * i], to[index + 3 * next - 1]);
            i = next;
        }
    }

    /// Length of the backslash escape at an index: 6, 2, or 0 where there is none.
    private int escapeAt(int index) {
        if (chars[index] != '\\' || index + 1 >= length) {
            return 0;
        }
        return switch (chars[index + 1]) {
            case 'u' -> index + 6 <= length && hex(index + 2, 4) >= 0 ? 6 : 0;
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            default -> 0;
        };
    }

    private int hex(int index, int count) {
        int value = 0;
        for (int i = index; i < index + count; i++) {
            int digit = Character.digit(chars[i], 16);
            if (digit < 0 || chars[i] >= 0x80) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    private int addUtf8(byte[] bytes, int index, int end) {
        if (bytes[index] >= 0) {
            add((char) bytes[index], index, index + 1);
            return index + 1;
        }
        int size = utf8Size(bytes, index, end);
        if (size == 0) {
            add((char) (bytes[index] & 0xff), index, index + 1);
            return index + 1;
        }
        addNormalised(new String(bytes, index, size, StandardCharsets.UTF_8), index, index + size);
        return index + size;
    }

    /// Bytes of the well-formed character at an index, or 0 where there is none.
    private static int utf8Size(byte[] bytes, int index, int end) {
        int lead = bytes[index] & 0xff;
        int size = lead < 0x80 ? 1 : lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
        if (size == 0 || lead >= 0xf5 || index + size > end) {
            return 0;
        }
        for (int i = index + 1; i < index + size; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private void add(char c, int start, int end) {
        if (Character.isLowSurrogate(c) && length > 0 && Character.isHighSurrogate(chars[length - 1])) {
            length--;
            addNormalised(new String(new char[] {chars[length], c}), from[length], end);
        } else if (c < 0x80 || Character.isSurrogate(c)) {
            append(c, start, end);
        } else {
            addNormalised(String.valueOf(c), start, end);
        }
    }

    private void addNormalised(String character, int start, int end) {
        int code = character.codePointAt(0);
        if (Character.getType(code) == Character.FORMAT) {
            return;
        }
        String normalised =
                Character.isIdeographic(code) ? character : Normalizer.normalize(character, Normalizer.Form.NFKC);
        for (int i = 0; i < normalised.length(); i++) {
            append(normalised.charAt(i), start, end);
        }
    }

    private void copy(Text other, int start, int end) {
        for (int i = start; i < end; i++) {
            append(other.chars[i], other.from[i], other.to[i]);
        }
    }

    private void append(char c, int start, int end) {
        if (length == chars.length) {
            int capacity = 16 + 2 * length;
            chars = Arrays.copyOf(chars, capacity);
            from = Arrays.copyOf(from, capacity);
            to = Arrays.copyOf(to, capacity);
        }
        chars[length] = c;
        from[length] = start;
        to[length] = end;
        length++;
    }
}
