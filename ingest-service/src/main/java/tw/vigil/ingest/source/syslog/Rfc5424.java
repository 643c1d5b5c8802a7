package tw.vigil.ingest.source.syslog;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a header of RFC 5424. Structured data that is not well-formed stays in the message.
final class Rfc5424 {
    private static final String NIL = "-";
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String line;
    private final int priority;
    private int next;

    /// @param from where the timestamp starts
    Rfc5424(String line, int from, int priority) {
        this.line = line;
        this.priority = priority;
        next = from;
    }

    Header header() {
        String timestamp = word();
        String host = word();
        String app = word();
        String process = word();
        String messageId = word();
        Map<String, Map<String, String>> data = structuredData();
        String message = next < line.length() ? line.substring(next) : "";
        Instant time = timestamp == null ? null : Times.iso(timestamp, ZoneOffset.UTC);
        return new Header(
                "rfc5424",
                priority,
                null,
                timestamp,
                time,
                true,
                host,
                app,
                process,
                messageId,
                data,
                message.isEmpty() || message.charAt(0) != BYTE_ORDER_MARK ? message : message.substring(1));
    }

    private @Nullable String word() {
        int end = line.indexOf(' ', next);
        String word = line.substring(Math.min(next, line.length()), end < 0 ? line.length() : end);
        next = end < 0 ? line.length() : end + 1;
        return word.isEmpty() || word.equals(NIL) ? null : word;
    }

    private Map<String, Map<String, String>> structuredData() {
        int start = next;
        if (line.startsWith(NIL, next)) {
            next = Math.min(line.length(), next + 2);
            return Map.of();
        }
        var data = new LinkedHashMap<String, Map<String, String>>();
        while (next < line.length() && line.charAt(next) == '[') {
            if (!element(data)) {
                next = start;
                return Map.of();
            }
        }
        if (next < line.length() && line.charAt(next) == ' ') {
            next++;
        }
        return data;
    }

    private boolean element(Map<String, Map<String, String>> data) {
        int i = next + 1;
        int idEnd = i;
        while (idEnd < line.length() && " ]=\"".indexOf(line.charAt(idEnd)) < 0) {
            idEnd++;
        }
        if (idEnd == i) {
            return false;
        }
        var parameters = data.computeIfAbsent(line.substring(i, idEnd), _ -> new LinkedHashMap<>());
        i = idEnd;
        while (i < line.length() && line.charAt(i) == ' ') {
            int equals = line.indexOf("=\"", i);
            if (equals < 0) {
                return false;
            }
            var value = new StringBuilder();
            int end = value(equals + 2, value);
            if (end < 0) {
                return false;
            }
            parameters.merge(line.substring(i + 1, equals), value.toString(), (one, other) -> one + "," + other);
            i = end;
        }
        if (i >= line.length() || line.charAt(i) != ']') {
            return false;
        }
        next = i + 1;
        return true;
    }

    /// @return where the value's quote has closed, or -1
    private int value(int from, StringBuilder value) {
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            boolean escape = c == '\\' && i + 1 < line.length() && "\"\\]".indexOf(line.charAt(i + 1)) >= 0;
            value.append(escape ? line.charAt(++i) : c);
        }
        return -1;
    }
}
