package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tw.vigil.rulecli.pack.Yaml;
import tw.vigil.sigma.RuleFile;

/// A document of a rule file with the places of its keys; what our metadata checks look at.
///
/// @param line of the document's first key, one-based
record RuleDocument(String file, int line, Map<String, Node> keys) {

    /// A mapping's entries; empty for any other node.
    private static Map<String, Node> entries(@Nullable Node node) {
        var entries = new LinkedHashMap<String, Node>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    entries.put(key.getValue(), tuple.getValueNode());
                }
            }
        }
        return entries;
    }

    /// The documents of a file; empty when it is no YAML, of which the engine tells.
    static List<RuleDocument> read(RuleFile file) {
        var documents = new ArrayList<RuleDocument>();
        try {
            for (Node node : new Compose(Yaml.settings(file.path())).composeAllFromString(file.text())) {
                if (node instanceof MappingNode) {
                    documents.add(new RuleDocument(file.path(), lineOf(node), entries(node)));
                }
            }
        } catch (YamlEngineException _) {
            return List.of();
        }
        return documents;
    }

    static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    static int columnOf(Node node) {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
    }

    /// A scalar below `vigil:`.
    @Nullable
    Node vigil(String key) {
        return entries(keys.get("vigil")).get(key);
    }

    @Nullable
    Node key(String key) {
        return keys.get(key);
    }

    /// Text of a scalar; null when absent, blank or no scalar.
    static @Nullable String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !scalar.getValue().isBlank() ? scalar.getValue() : null;
    }

    List<ScalarNode> list(String key) {
        var values = new ArrayList<ScalarNode>();
        if (keys.get(key) instanceof SequenceNode sequence) {
            for (Node node : sequence.getValue()) {
                if (node instanceof ScalarNode scalar) {
                    values.add(scalar);
                }
            }
        }
        return values;
    }
}
