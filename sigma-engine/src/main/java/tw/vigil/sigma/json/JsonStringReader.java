package tw.vigil.sigma.json;

import java.nio.charset.StandardCharsets;

/// Reads the inside of one JSON string after the other. Runs of plain ASCII are copied as they are; escapes
/// and multi-byte sequences go through a buffer that is reused.
final class JsonStringReader {

    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] in;
    private final StringBuilder buffer = new StringBuilder();
    private int at;

    JsonStringReader(byte[] in) {
        this.in = in;
    }

    /// The offset after the closing quote of the string read last.
    int end() {
        return at;
    }

    /// @param start the offset after the opening quote
    String read(int start) throws MalformedJsonException {
        at = start;
        skipPlain();
        if (at < in.length && in[at] == '"') {
            at++;
            return new String(in, start, at - 1 - start, StandardCharsets.ISO_8859_1);
        }
        buffer.setLength(0);
        appendPlain(start);
        while (true) {
            int c = next();
            if (c == '"') {
                return buffer.toString();
            } else if (c == '\\') {
                escape();
            } else if (c < 0) {
                buffer.appendCodePoint(multiByte(c & 0xFF));
            } else if (c < 0x20) {
                throw malformed("a control character in a string must be escaped");
            } else {
                int from = at - 1;
                skipPlain();
                appendPlain(from);
            }
        }
    }

    private void skipPlain() {
        while (at < in.length && in[at] >= 0x20 && in[at] != '"' && in[at] != '\\') {
            at++;
        }
    }

    private void appendPlain(int from) {
        for (int i = from; i < at; i++) {
            buffer.append((char) in[i]);
        }
    }

    private void escape() throws MalformedJsonException {
        int c = next();
        switch (c) {
            case '"', '\\', '/' -> buffer.append((char) c);
            case 'b' -> buffer.append('\b');
            case 'f' -> buffer.append('\f');
            case 'n' -> buffer.append('\n');
            case 'r' -> buffer.append('\r');
            case 't' -> buffer.append('\t');
            case 'u' -> unicodeEscape();
            default -> throw malformed("unknown escape");
        }
    }

    private void unicodeEscape() throws MalformedJsonException {
        char first = hex4();
        if (!Character.isSurrogate(first)) {
            buffer.append(first);
            return;
        }
        boolean pairPossible =
                Character.isHighSurrogate(first) && at + 1 < in.length && in[at] == '\\' && in[at + 1] == 'u';
        if (!pairPossible) {
            buffer.append(REPLACEMENT);
            return;
        }
        int mark = at;
        at += 2;
        char second = hex4();
        if (Character.isLowSurrogate(second)) {
            buffer.append(first).append(second);
        } else {
            buffer.append(REPLACEMENT);
            at = mark;
        }
    }

    private char hex4() throws MalformedJsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw malformed("expected four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private int multiByte(int lead) throws MalformedJsonException {
        int length = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4) {
            throw malformed("invalid UTF-8");
        }
        int code = lead & (0x3F >> length);
        for (int i = 0; i < length; i++) {
            int c = next() & 0xFF;
            if ((c & 0xC0) != 0x80) {
                throw malformed("invalid UTF-8");
            }
            code = (code << 6) | (c & 0x3F);
        }
        boolean overlong = (length == 2 && code < 0x800) || (length == 3 && code < 0x10000);
        if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
            throw malformed("invalid UTF-8");
        }
        return code;
    }

    private int next() throws MalformedJsonException {
        if (at >= in.length) {
            throw new MalformedJsonException("the input ends inside a string", at);
        }
        return in[at++];
    }

    private MalformedJsonException malformed(String message) {
        return new MalformedJsonException(message, at - 1);
    }
}
