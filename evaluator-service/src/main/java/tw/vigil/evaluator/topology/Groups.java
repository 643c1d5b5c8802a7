package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

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

    /// The partition of the repartition topic that Kafka's default partitioner gives to a key.
    static int partition(String key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
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
