package tw.vigil.ingest.protect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Text that was encoded as base64, either alphabet, with or without padding, in one line or several.
final class Base64Text {
    /// Nothing shorter can hold a value: eight digits take eleven characters.
    static final int SHORTEST = 11;

    private static final byte[] VALUES = new byte[128];
    /// Whether what a first character stands for can begin a character of UTF-8.
    private static final boolean[] STARTS = new boolean[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
        VALUES['+'] = 62;
        VALUES['-'] = 62;
        VALUES['/'] = 63;
        VALUES['_'] = 63;
        for (int c = 0; c < STARTS.length; c++) {
            STARTS[c] = VALUES[c] >= 2 && (VALUES[c] < 32 || (VALUES[c] >= 48 && VALUES[c] < 62));
        }
    }

    private Base64Text() {}

    /// Whether a character may be part of it.
    static boolean isPart(char c) {
        return c < VALUES.length && VALUES[c] >= 0;
    }

    /// Whether what a stretch stands for can be a text or the beginning of one.
    static boolean startsLikeText(byte[] bytes, int from, int to) {
        int bits = 0;
        int count = 0;
        int follow = 0;
        if (bytes[from] >= 0 && !STARTS[bytes[from]]) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int value = bytes[i] < 0 ? -1 : VALUES[bytes[i]];
            if (value < 0) {
                return false;
            }
            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8) {
                count -= 8;
                int octet = (bits >> count) & 0xff;
                boolean continues = (octet & 0xc0) == 0x80;
                if (continues != (follow > 0) || (octet < ' ' && !isSpace(octet)) || octet == 0xc0 || octet >= 0xf5) {
                    return false;
                }
                follow = continues ? follow - 1 : octet < 0x80 ? 0 : octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : 3;
            }
        }
        return true;
    }

    private static boolean isSpace(int octet) {
        return octet == '\n' || octet == '\r' || octet == '\t';
    }

    /// The text in a stretch, or null when it holds none.
    static @Nullable String decode(CharSequence text, int from, int to) {
        byte[] bytes = new byte[(to - from) / 4 * 3 + 3];
        int size = 0;
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!isPart(text.charAt(i))) {
                continue; // the end of a line
            }
            bits = (bits << 6) | VALUES[text.charAt(i)];
            count++;
            if (count % 4 == 0) {
                bytes[size++] = (byte) (bits >> 16);
                bytes[size++] = (byte) (bits >> 8);
                bytes[size++] = (byte) bits;
                if (!isText(bytes, size - 3, size)) {
                    return null;
                }
                bits = 0;
            }
        }
        switch (count % 4) {
            case 1 -> {
                return null;
            }
            case 2 -> bytes[size++] = (byte) (bits >> 4);
            case 3 -> {
                bytes[size++] = (byte) (bits >> 10);
                bytes[size++] = (byte) (bits >> 2);
            }
            default -> {}
        }
        return isText(bytes, 0, size) ? utf8(bytes, size) : null;
    }

    private static boolean isText(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0 && b < ' ' && !isSpace(b)) {
                return false;
            }
        }
        return true;
    }

    /// Strictly, and without the cost of an exception: most runs are no text.
    private static @Nullable String utf8(byte[] bytes, int size) {
        var chars = CharBuffer.allocate(size);
        var result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size), chars, true);
        return result.isError() ? null : chars.flip().toString();
    }
}
