package tw.vigil.sigma.project;

import java.util.HexFormat;

/// Rewrites JSON that was found well-formed.
final class StringContent {

    private static final int REPLACEMENT = 0xFFFD;
    private static final HexFormat HEX = HexFormat.of();

    private StringContent() {}

    /// Appends the text of a string, escapes resolved.
    static void decode(byte[] in, int start, int end, TextBuffer out) {
        int at = start;
        while (at < end) {
            at = out.appendUntil((byte) '\\', in, at, end);
            if (at < end) {
                int c = escaped(in, at);
                out.appendCodePoint(c);
                at += width(in, at, c);
            }
        }
    }

    /// Appends JSON without white space, with only what must be escaped escaped.
    static void compact(byte[] in, int start, int end, TextBuffer out) {
        boolean inString = false;
        int at = start;
        while (at < end) {
            byte b = in[at];
            if (inString && b == '\\') {
                int c = escaped(in, at);
                appendEscaped(c, out);
                at += width(in, at, c);
                continue;
            }
            if (b == '"') {
                inString = !inString;
            }
            boolean space = b == ' ' || b == '\n' || b == '\r' || b == '\t';
            if (inString || !space) {
                out.append(b);
            }
            at++;
        }
    }

    private static void appendEscaped(int c, TextBuffer out) {
        int letter = switch (c) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
        if (letter != 0) {
            out.append('\\');
            out.append(letter);
        } else if (c < 0x20) {
            out.append('\\');
            out.append('u');
            var digits = HEX.toHexDigits((char) c);
            for (int i = 0; i < digits.length(); i++) {
                out.append(digits.charAt(i));
            }
        } else {
            out.appendCodePoint(c);
        }
    }

    /// The code point that the escape at `at` stands for; a surrogate without its partner is U+FFFD.
    private static int escaped(byte[] in, int at) {
        return switch (in[at + 1]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                char high = unit(in, at + 2);
                if (!Character.isSurrogate(high)) {
                    yield high;
                }
                boolean pair = Character.isHighSurrogate(high)
                        && in[at + 6] == '\\'
                        && in[at + 7] == 'u'
                        && Character.isLowSurrogate(unit(in, at + 8));
                yield pair ? Character.toCodePoint(high, unit(in, at + 8)) : REPLACEMENT;
            }
            default -> in[at + 1];
        };
    }

    private static int width(byte[] in, int at, int codePoint) {
        if (in[at + 1] != 'u') {
            return 2;
        }
        return codePoint > 0xFFFF ? 12 : 6;
    }

    private static char unit(byte[] in, int at) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            code = code * 16 + Character.digit(in[at + i], 16);
        }
        return (char) code;
    }
}
