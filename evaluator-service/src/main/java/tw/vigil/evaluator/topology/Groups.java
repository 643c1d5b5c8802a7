package tw.vigil.evaluator.topology;

import java.util.SortedMap;

/// Texts that name a group of a correlation.
final class Groups {
    /// Longer keys are cut to a hash: group values come from events, and keys are kept in three stores.
    private static final int MAX_READABLE = 200;

    private Groups() {}

    /// The key of a group: of the repartition topic and of the stores.
    static String key(String correlationId, SortedMap<String, String> group) {
        String values = canonical(group);
        return correlationId + "|" + (values.length() <= MAX_READABLE ? values : Sha256.hex(values));
    }

    /// One text per group, different for different groups, without control characters: each name and value with its
    /// length before it.
    static String canonical(SortedMap<String, String> group) {
        var text = new StringBuilder();
        group.forEach((name, value) -> {
            append(text, name);
            append(text.append('='), value);
            text.append(';');
        });
        return text.toString();
    }

    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':');
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (Character.isISOControl(c)) {
                text.append("\\u").append(String.format("%04x", (int) c));
            } else {
                text.append(c == '\\' ? "\\\\" : c);
            }
        }
    }
}
