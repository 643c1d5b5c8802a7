package tw.vigil.ingest.syslog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into messages (RFC 6587): octet-counted, `LEN SP MSG`, when the stream begins with a count before `<`,
/// else each up to LF or NUL. Holds one message at most, and of a longer one only its head. Not thread-safe.
final class SyslogFrames {
    /// Digits of the longest count: 999,999,999 bytes.
    private static final int MOST_DIGITS = 9;

    private enum Framing {
        UNKNOWN,
        COUNTED,
        LINES
    }

    private final int messageBytes;
    private final MessageSink sink;
    private byte[] buffer = new byte[8192];
    private int from;
    private int to;
    private Framing framing = Framing.UNKNOWN;
    /// Bytes of a message that is too long, still to be skipped; in lines: up to the next end.
    private long skip;
    private boolean skipLine;

    /// @param messageBytes longest message that is kept whole
    SyslogFrames(int messageBytes, MessageSink sink) {
        this.messageBytes = messageBytes;
        this.sink = sink;
    }

    void add(byte[] bytes, int length) {
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (to + length > buffer.length) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            if (to + length > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, to + length));
            }
        }
        System.arraycopy(bytes, 0, buffer, to, length);
        to += length;
    }

    /// The next message that is whole, or null when more bytes are needed. Never empty.
    byte @Nullable [] next() {
        while (true) {
            int before = from;
            byte[] message = step();
            if (message == null ? from == before : message.length > 0) {
                return message;
            }
        }
    }

    /// What is left when the stream has ended: a message without an end, or null.
    byte @Nullable [] rest() {
        byte[] rest = skipLine || skip > 0 ? new byte[0] : message(from, to);
        from = to;
        return rest.length == 0 ? null : rest;
    }

    /// Null when more bytes are needed or only something was skipped; then `from` tells which.
    private byte @Nullable [] step() {
        if (skip > 0) {
            int skipped = (int) Math.min(skip, to - from);
            skip -= skipped;
            from += skipped;
            return null;
        }
        if (framing == Framing.UNKNOWN) {
            framing = detect();
        }
        return switch (framing) {
            case UNKNOWN -> null;
            case COUNTED -> counted();
            case LINES -> line();
        };
    }

    /// Some devices write no header, and their lines may begin with a year: a count stands before `<`.
    private Framing detect() {
        int digits = digits();
        if (digits == 0) {
            return from == to ? Framing.UNKNOWN : Framing.LINES;
        }
        if (digits > MOST_DIGITS || buffer[from] == '0') {
            return Framing.LINES;
        }
        if (from + digits + 2 > to) {
            boolean mayBeCount = from + digits == to || buffer[from + digits] == ' ';
            return mayBeCount ? Framing.UNKNOWN : Framing.LINES;
        }
        return buffer[from + digits] == ' ' && buffer[from + digits + 1] == '<' ? Framing.COUNTED : Framing.LINES;
    }

    private byte @Nullable [] counted() {
        // Some senders put a line break behind each message all the same.
        while (from < to && (buffer[from] == '\n' || buffer[from] == '\r' || buffer[from] == 0)) {
            from++;
        }
        int digits = digits();
        if (from + digits == to && digits <= MOST_DIGITS) {
            return null;
        }
        if (digits == 0 || digits > MOST_DIGITS || buffer[from + digits] != ' ') {
            sink.lost();
            framing = Framing.LINES;
            return line();
        }
        long length = Long.parseLong(new String(buffer, from, digits, StandardCharsets.US_ASCII));
        int start = from + digits + 1;
        if (length > messageBytes) {
            if (to - start < messageBytes) {
                return null;
            }
            sink.cut();
            from = start + messageBytes;
            skip = length - messageBytes;
            return message(start, from);
        }
        if (to - start < length) {
            return null;
        }
        from = start + (int) length;
        return message(start, from);
    }

    private byte @Nullable [] line() {
        int end = from;
        while (end < to && buffer[end] != '\n' && buffer[end] != 0) {
            end++;
        }
        if (skipLine) {
            skipLine = end == to;
            from = Math.min(end + 1, to);
            return skipLine ? null : new byte[0];
        }
        if (end == to && end - from <= messageBytes) {
            return null;
        }
        int start = from;
        if (end - from > messageBytes) {
            sink.cut();
            skipLine = true;
            from += messageBytes;
            return message(start, from);
        }
        from = end + 1;
        return message(start, end);
    }

    private int digits() {
        int digits = 0;
        while (from + digits < to && buffer[from + digits] >= '0' && buffer[from + digits] <= '9') {
            digits++;
        }
        return digits;
    }

    /// Without blanks around it.
    private byte[] message(int start, int end) {
        int first = start;
        int last = end;
        while (last > first && isBlank(buffer[last - 1])) {
            last--;
        }
        while (first < last && isBlank(buffer[first])) {
            first++;
        }
        return Arrays.copyOfRange(buffer, first, last);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n' || b == 0;
    }
}
