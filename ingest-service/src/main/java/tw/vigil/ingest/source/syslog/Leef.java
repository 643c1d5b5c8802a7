package tw.vigil.ingest.source.syslog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// QRadar's Log Event Extended Format, 1.0 with tabs and 2.0 with a delimiter of its own.
final class Leef {
    private static final List<String> HEADER = List.of("version", "vendor", "product", "productVersion", "eventId");
    private static final Pattern BAR = Pattern.compile("\\|");
    private static final Pattern HEX = Pattern.compile("(?:0?[xX])([0-9A-Fa-f]{2,4})");

    private Leef() {}

    /// The parts of a line that starts with `LEEF:`, or null when its header has fewer than five fields.
    static @Nullable Payload read(String text) {
        String line = text.substring(text.indexOf(':') + 1).stripLeading();
        boolean second = line.startsWith("2");
        String[] parts = BAR.split(line, second ? HEADER.size() + 2 : HEADER.size() + 1);
        if (parts.length < HEADER.size()) {
            return null;
        }
        ObjectNode leef = Payload.JSON.createObjectNode();
        for (int i = 0; i < HEADER.size(); i++) {
            leef.put(HEADER.get(i), parts[i]);
        }
        String delimiter = "\t";
        String attributes = parts.length > HEADER.size() ? parts[parts.length - 1] : "";
        if (second && parts.length == HEADER.size() + 2) {
            delimiter = delimiter(parts[HEADER.size()]);
        }
        ObjectNode fields = leef.putObject("attributes");
        for (String attribute : attributes.split(Pattern.quote(delimiter), -1)) {
            int equals = attribute.indexOf('=');
            if (equals > 0) {
                Payload.put(fields, attribute.substring(0, equals).strip(), attribute.substring(equals + 1));
            }
        }
        return new Payload("leef", leef, time(fields));
    }

    private static String delimiter(String written) {
        var hex = HEX.matcher(written);
        if (hex.matches()) {
            return Character.toString(Integer.parseInt(hex.group(1), 16));
        }
        return written.isEmpty() ? "\t" : written;
    }

    private static @Nullable Instant time(ObjectNode fields) {
        return Payload.epoch(fields.path("devTime").asText(""));
    }
}
