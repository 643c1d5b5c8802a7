package tw.vigil.sigma.project;

/// Finds the end of JSON strings, and checks what is on the way.
final class StringScan {

    private static final int FAILED = -1;

    private byte[] in = new byte[0];
    private boolean escaped;
    private long hash;

    void begin(byte[] json) {
        in = json;
    }

    /// Whether the string checked last has an escape.
    boolean escaped() {
        return escaped;
    }

    /// Of the bytes of the name checked last, as [Words#hash]; of no use for a name with an escape.
    long hash() {
        return hash;
    }

    /// A member name.
    ///
    /// @param start after the opening quote
    /// @return the offset of the closing quote; -1 when the name is malformed
    int name(int start) {
        escaped = false;
        int at = start;
        long mixed = 0;
        while (at + 8 <= in.length) {
            long word = Words.get(in, at);
            long special = Words.special(word);
            if (special == 0) {
                mixed = Words.mix(mixed, word);
                at += 8;
                continue;
            }
            int zeros = Long.numberOfTrailingZeros(special) & ~7;
            int end = at + (zeros >>> 3);
            if (in[end] != '"') {
                break;
            }
            hash = Words.finish(mixed, word & ((1L << zeros) - 1), end - start);
            return end;
        }
        int end = content(start);
        if (end >= 0) {
            hash = Words.hash(in, start, end);
        }
        return end;
    }

    /// Any string.
    ///
    /// @param start after the opening quote
    /// @return the offset of the closing quote; -1 when the string is malformed
    int content(int start) {
        escaped = false;
        int at = start;
        while (true) {
            while (at + 8 <= in.length) {
                long special = Words.special(Words.get(in, at));
                if (special != 0) {
                    at += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                at += 8;
            }
            if (at >= in.length) {
                return FAILED;
            }
            int c = in[at];
            if (c == '"') {
                return at;
            }
            if (c == '\\') {
                escaped = true;
                at = escape(at + 1);
            } else if (c < 0) {
                at = multiByte(at);
            } else if (c < 0x20) {
                return FAILED;
            } else {
                at++;
            }
            if (at < 0) {
                return FAILED;
            }
        }
    }

    private int escape(int at) {
        if (at >= in.length) {
            return FAILED;
        }
        return switch (in[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> {
                boolean fits = at + 4 < in.length;
                for (int i = 1; fits && i <= 4; i++) {
                    fits = Character.digit(in[at + i], 16) >= 0;
                }
                yield fits ? at + 5 : FAILED;
            }
            default -> FAILED;
        };
    }

    /// Shortest forms only, no surrogates, nothing beyond U+10FFFF.
    private int multiByte(int at) {
        int lead = in[at] & 0xFF;
        int length = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || at + length >= in.length) {
            return FAILED;
        }
        int code = lead & (0x3F >> length);
        for (int i = 1; i <= length; i++) {
            if ((in[at + i] & 0xC0) != 0x80) {
                return FAILED;
            }
            code = (code << 6) | (in[at + i] & 0x3F);
        }
        boolean overlong = (length == 2 && code < 0x800) || (length == 3 && code < 0x10000);
        boolean surrogate = code >= 0xD800 && code <= 0xDFFF;
        return overlong || surrogate || code > 0x10FFFF ? FAILED : at + length + 1;
    }
}
