package tw.vigil.alert.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML as marked nodes, so that every problem has its line. Takes no tags, no aliases and no duplicate
/// keys, and collects problems instead of stopping at the first.
final class YamlReader {
    private static final int MAX_CODE_POINTS = 1_000_000;
    private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

    private final List<RoutingProblem> problems = new ArrayList<>();

    List<RoutingProblem> problems() {
        return problems;
    }

    Optional<Node> root(String text) {
        var settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_CODE_POINTS)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(new RoutingProblem(1, 1, "the routing table is empty"));
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            var mark = e.getProblemMark();
            problems.add(new RoutingProblem(
                    mark.map(at -> at.getLine() + 1).orElse(1),
                    mark.map(at -> at.getColumn() + 1).orElse(1),
                    "not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new RoutingProblem(1, 1, "not YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    void problem(Node at, String message) {
        var mark = at.getStartMark();
        problems.add(new RoutingProblem(
                mark.map(start -> start.getLine() + 1).orElse(1),
                mark.map(start -> start.getColumn() + 1).orElse(1),
                message));
    }

    /// The entries of a mapping whose keys are any text.
    Map<String, Node> entries(Node node, String what) {
        var entries = new LinkedHashMap<String, Node>();
        if (!(node instanceof MappingNode mapping) || !plain(node)) {
            problem(node, what + " must be a mapping");
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), "a key of " + what);
            if (key != null && entries.put(key, tuple.getValueNode()) != null) {
                problem(tuple.getKeyNode(), "'" + key + "' appears twice in " + what);
            }
        }
        return entries;
    }

    /// As [#entries], where only these keys are known.
    Map<String, Node> entries(Node node, String what, List<String> accepted) {
        var entries = entries(node, what);
        entries.forEach((key, value) -> {
            if (!accepted.contains(key)) {
                problem(value, "'" + key + "' is not known in " + what + "; accepted: " + String.join(", ", accepted));
            }
        });
        return entries;
    }

    List<Node> items(Node node, String what) {
        if (node instanceof SequenceNode sequence && plain(node)) {
            return sequence.getValue();
        }
        problem(node, what + " must be a list");
        return List.of();
    }

    List<String> texts(@Nullable Node node, String what) {
        var texts = new ArrayList<String>();
        if (node != null) {
            for (Node item : items(node, what)) {
                String text = text(item, "an entry of " + what);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /// The text of a scalar; null, and a problem, for anything else or when it is blank.
    @Nullable
    String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && plain(node) && !scalar.getTag().equals(Tag.NULL)) {
            if (scalar.getValue().isBlank()) {
                problem(node, what + " is blank");
                return null;
            }
            return scalar.getValue().strip();
        }
        problem(node, what + " must be a text");
        return null;
    }

    private boolean plain(Node node) {
        if (PLAIN.contains(node.getTag())) {
            return true;
        }
        problem(node, "tags are not accepted: " + node.getTag().getValue());
        return false;
    }
}
