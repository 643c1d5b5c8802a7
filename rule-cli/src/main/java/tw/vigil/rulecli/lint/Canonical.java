package tw.vigil.rulecli.lint;

import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A node as text that is the same for nodes that say the same: order of keys and of values does not count.
final class Canonical {
    private Canonical() {}

    static String of(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getTag().getValue() + " " + scalar.getValue();
            case SequenceNode list ->
                list.getValue().stream().map(Canonical::of).sorted().collect(Collectors.joining(",", "[", "]"));
            case MappingNode map ->
                RuleDocument.entries(map).entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + of(entry.getValue().value()))
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}"));
            default -> String.valueOf(node);
        };
    }
}
