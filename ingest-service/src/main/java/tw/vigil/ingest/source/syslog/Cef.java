package tw.vigil.ingest.source.syslog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// ArcSight's Common Event Format. Values hold spaces, so a value ends where the next ` key=` begins.
final class Cef {
    private static final List<String> HEADER = List.of(
            "version", "deviceVendor", "deviceProduct", "deviceVersion", "deviceEventClassId", "name", "severity");
    private static final Pattern KEY = Pattern.compile("(?:^| )([A-Za-z0-9_.\\-\\[\\]]{1,128})=");
    private static final Pattern LABEL = Pattern.compile("(.+)Label");

    private Cef() {}

    /// The parts of a line that starts with `CEF:`, or null when its header has fewer than seven fields.
    static @Nullable Payload read(String text) {
        var header = new ArrayList<String>();
        int end = split(text, text.indexOf(':') + 1, header);
        if (header.size() < HEADER.size()) {
            return null;
        }
        ObjectNode cef = Payload.JSON.createObjectNode();
        for (int i = 0; i < HEADER.size(); i++) {
            cef.put(HEADER.get(i), header.get(i).strip());
        }
        ObjectNode extension = cef.putObject("extension");
        extension(text.substring(Math.min(end, text.length())), extension);
        labels(extension, cef);
        return new Payload("cef", cef, time(extension));
    }

    /// @return where the extension starts
    private static int split(String text, int from, List<String> header) {
        var field = new StringBuilder();
        int i = from;
        for (; i < text.length() && header.size() < HEADER.size(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && "|\\".indexOf(text.charAt(i + 1)) >= 0) {
                field.append(text.charAt(++i));
            } else if (c == '|') {
                header.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (header.size() == HEADER.size() - 1 && i == text.length()) {
            header.add(field.toString());
        }
        return i;
    }

    private static void extension(String text, ObjectNode extension) {
        Matcher key = KEY.matcher(text);
        String name = null;
        int valueStart = 0;
        while (key.find()) {
            if (name != null) {
                Payload.put(extension, name, unescape(text.substring(valueStart, key.start())));
            }
            name = key.group(1);
            valueStart = key.end();
        }
        if (name != null) {
            Payload.put(extension, name, unescape(text.substring(valueStart).stripTrailing()));
        }
    }

    /// `cs1Label=policy cs1=strict` says that the policy is strict: `custom.policy`.
    private static void labels(ObjectNode extension, ObjectNode cef) {
        ObjectNode custom = Payload.JSON.createObjectNode();
        extension.properties().forEach(entry -> {
            Matcher label = LABEL.matcher(entry.getKey());
            if (label.matches() && entry.getValue().isTextual() && extension.has(label.group(1))) {
                custom.set(entry.getValue().textValue(), extension.get(label.group(1)));
            }
        });
        if (!custom.isEmpty()) {
            cef.set("custom", custom);
        }
    }

    private static @Nullable Instant time(ObjectNode extension) {
        return Payload.epoch(extension.path("rt").asText(""));
    }

    private static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        var text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char following = i + 1 < value.length() ? value.charAt(i + 1) : 0;
            if (c == '\\' && "=\\|nr".indexOf(following) >= 0) {
                text.append(following == 'n' ? '\n' : following == 'r' ? '\r' : following);
                i++;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
