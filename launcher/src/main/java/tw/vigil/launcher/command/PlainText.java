package tw.vigil.launcher.command;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// What somebody else wrote, made harmless for a terminal: control characters, which could move the cursor or hide
/// lines, and bytes that are no UTF-8 are shown as escapes.
final class PlainText {
    private PlainText() {}

    static String of(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(plain, c, false));
        return plain.toString();
    }

    /// @param most show at most so many bytes
    static String of(byte[] bytes, int most) {
        var plain = new StringBuilder();
        var in = ByteBuffer.wrap(bytes, 0, Math.max(0, Math.min(bytes.length, most)));
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var out = CharBuffer.allocate(in.remaining() + 1);
        while (in.hasRemaining()) {
            var result = decoder.decode(in, out, true);
            out.flip();
            out.codePoints().forEach(c -> append(plain, c, true));
            out.clear();
            if (result.isUnderflow() && !in.hasRemaining()) {
                break;
            }
            if (in.hasRemaining()) {
                plain.append("\\x%02x".formatted(in.get() & 0xff));
                decoder.reset();
            }
        }
        return plain.toString();
    }

    private static void append(StringBuilder plain, int c, boolean lines) {
        boolean shown = lines && (c == '\n' || c == '\t');
        int type = Character.getType(c);
        boolean control = Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.PRIVATE_USE
                || type == Character.SURROGATE;
        if (shown || !control) {
            plain.appendCodePoint(c);
        } else {
            plain.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u{%x}".formatted(c));
        }
    }
}
