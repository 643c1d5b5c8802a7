package tw.vigil.ingest.source.syslog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Text of `key=value key="value with spaces"`, as FortiGate and many gateways write. Read by hand: a regular
/// expression for quoted values recurses with their length.
final class KeyValues {
    /// One equals sign is chance, three pairs from the start are a form.
    private static final int PAIRS_OF_A_FORM = 3;
    private static final int LONGEST_KEY = 64;

    private final String text;
    private int next;
    private String key = "";
    private String value = "";

    private KeyValues(String text) {
        this.text = text;
    }

    static boolean starts(String text) {
        var pairs = new KeyValues(text);
        for (int i = 0; i < PAIRS_OF_A_FORM; i++) {
            if (!pairs.pair()) {
                return false;
            }
        }
        return true;
    }

    static Payload read(String text) {
        ObjectNode values = Payload.JSON.createObjectNode();
        var pairs = new KeyValues(text);
        while (pairs.next < text.length()) {
            if (pairs.pair()) {
                Payload.put(values, pairs.key, pairs.value);
            } else {
                pairs.skipWord();
            }
        }
        return new Payload("kv", values, time(values));
    }

    /// Reads a pair and what separates it from the following; stays where it is when there is none.
    private boolean pair() {
        int equals = next;
        while (equals < text.length() && equals - next < LONGEST_KEY && isKey(text.charAt(equals), equals == next)) {
            equals++;
        }
        if (equals == next || equals == text.length() || text.charAt(equals) != '=') {
            return false;
        }
        int from = equals + 1;
        int end = from < text.length() && text.charAt(from) == '"' ? quoted(from + 1) : word(from);
        if (end < 0) {
            return false;
        }
        key = text.substring(next, equals);
        next = end;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == ',')) {
            next++;
        }
        return true;
    }

    /// @return where the quote has closed, or -1
    private int quoted(int from) {
        var content = new StringBuilder();
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                value = content.toString();
                return i + 1;
            }
            boolean escape = c == '\\' && i + 1 < text.length() && "\"\\".indexOf(text.charAt(i + 1)) >= 0;
            content.append(escape ? text.charAt(++i) : c);
        }
        return -1;
    }

    private int word(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != ' ') {
            end++;
        }
        value = text.substring(from, end > from && text.charAt(end - 1) == ',' ? end - 1 : end);
        return end;
    }

    private void skipWord() {
        int space = text.indexOf(' ', next);
        next = space < 0 ? text.length() : space + 1;
    }

    private static boolean isKey(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return letter || (!first && ((c >= '0' && c <= '9') || c == '.' || c == '-'));
    }

    private static @Nullable Instant time(ObjectNode values) {
        return Payload.epoch(values.path("eventtime").asText(""));
    }
}
