package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleFile;

/// A document of a rule file with the places of its keys and values.
///
/// @param line of the document's first key, one-based
record RuleDocument(RuleFile source, int line, Map<String, Entry> keys) {

    record Entry(ScalarNode key, Node value) {}

    /// A mapping's entries; empty for any other node.
    static Map<String, Entry> entries(@Nullable Node node) {
        var entries = new LinkedHashMap<String, Entry>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    entries.put(key.getValue(), new Entry(key, tuple.getValueNode()));
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
                    documents.add(new RuleDocument(file, lineOf(node), entries(node)));
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

    String file() {
        return source.path();
    }

    boolean has(String key) {
        return keys.containsKey(key);
    }

    @Nullable
    Node key(String key) {
        Entry entry = keys.get(key);
        return entry == null ? null : entry.value();
    }

    /// A value below a map, such as `vigil.unit` or `correlation.timespan`.
    @Nullable
    Node below(String map, String key) {
        Entry entry = entries(key(map)).get(key);
        return entry == null ? null : entry.value();
    }

    /// Text of a scalar; null when absent, blank or no scalar.
    static @Nullable String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !scalar.getValue().isBlank() ? scalar.getValue() : null;
    }

    /// The scalars of a list, or the one scalar.
    static List<ScalarNode> scalars(@Nullable Node node) {
        if (node instanceof ScalarNode scalar) {
            return List.of(scalar);
        }
        var values = new ArrayList<ScalarNode>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar) {
                    values.add(scalar);
                }
            }
        }
        return values;
    }

    List<ScalarNode> list(String key) {
        return scalars(key(key));
    }

    boolean isDetection() {
        return has("detection");
    }

    boolean isCorrelation() {
        return has("correlation");
    }

    boolean isFilter() {
        return has("filter");
    }

    /// What other documents call it.
    List<String> names() {
        var names = new ArrayList<String>();
        for (String key : List.of("id", "name")) {
            String name = text(key(key));
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    LogSource logSource() {
        return new LogSource(
                text(below("logsource", "category")),
                text(below("logsource", "product")),
                text(below("logsource", "service")));
    }

    /// The search identifiers of a detection or filter.
    Map<String, Entry> selections() {
        var selections = entries(key(isFilter() ? "filter" : "detection"));
        selections.remove("condition");
        selections.remove("timeframe");
        if (isFilter()) {
            selections.remove("rules");
        }
        return selections;
    }

    /// The conditions over search identifiers; several are joined by `or`.
    List<ScalarNode> conditions() {
        return scalars(below(isFilter() ? "filter" : "detection", "condition"));
    }

    List<DetectionItem> items() {
        var items = new ArrayList<DetectionItem>();
        selections().forEach((name, entry) -> collect(name, entry.value(), items));
        return items;
    }

    static void collect(String selection, Node node, List<DetectionItem> items) {
        switch (node) {
            case ScalarNode keyword ->
                items.add(new DetectionItem(selection, null, "", List.of(), List.of(keyword), null));
            case SequenceNode list -> list.getValue().forEach(part -> collect(selection, part, items));
            case MappingNode map ->
                entries(map).forEach((name, entry) -> items.add(item(selection, entry.key(), entry.value())));
            default -> {}
        }
    }

    private static DetectionItem item(String selection, ScalarNode key, Node value) {
        var parts = List.of(key.getValue().split("\\|", -1));
        return new DetectionItem(
                selection,
                key,
                parts.getFirst(),
                parts.subList(1, parts.size()),
                scalars(value),
                value instanceof SequenceNode list ? list : null);
    }

    /// Offset of a mark in the file's text; marks count code points.
    private int offset(Optional<Mark> mark) {
        return mark.map(m -> source.text().offsetByCodePoints(0, m.getIndex())).orElse(0);
    }

    int start(Node node) {
        return offset(node.getStartMark());
    }

    int end(Node node) {
        return offset(node.getEndMark());
    }

    /// A change of a scalar's text; null when its spelling in the file is not its value, so that an edit by
    /// position would be a guess.
    @Nullable
    Edit replace(ScalarNode scalar, String value) {
        int quote = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
        boolean quoted = scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
                || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
        if (quote == 1 && !quoted) {
            return null;
        }
        int start = start(scalar) + quote;
        int end = end(scalar) - quote;
        boolean spelledOut = end >= start && source.text().substring(start, end).equals(scalar.getValue());
        boolean safe = value.indexOf('\'') < 0 && value.indexOf('"') < 0 && (quoted || !value.isEmpty());
        return spelledOut && safe ? new Edit(start, end, value) : null;
    }
}
