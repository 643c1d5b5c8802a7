package tw.vigil.evaluator.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleProblem;

/// Reads watch-lists: `name`, `description` and `values`, a list of texts. Values stay as written: an account id
/// with a leading zero is no number.
final class WatchLists {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(16 * 1024 * 1024)
            .setUseMarks(true)
            .build();

    private final Map<String, List<String>> values = new HashMap<>();
    private final List<RuleProblem> problems = new ArrayList<>();

    WatchLists(List<RuleFile> files) {
        files.forEach(this::read);
    }

    Map<String, List<String>> values() {
        return values;
    }

    List<RuleProblem> problems() {
        return problems;
    }

    private void read(RuleFile file) {
        try {
            Optional<Node> root = new Compose(SETTINGS).composeString(file.text());
            if (root.isPresent() && root.get() instanceof MappingNode map) {
                read(file, map);
            } else {
                reject(file, Optional.empty(), "a watch-list is a mapping with name, description and values");
            }
        } catch (MarkedYamlEngineException e) {
            reject(file, e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            reject(file, Optional.empty(), "not YAML: " + e.getMessage());
        }
    }

    private void read(RuleFile file, MappingNode map) {
        String name = null;
        List<String> list = null;
        for (NodeTuple entry : map.getValue()) {
            Node value = entry.getValueNode();
            switch (entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "") {
                case "name" -> name = value instanceof ScalarNode text ? text.getValue() : null;
                case "values" -> list = texts(file, value);
                case "description" -> {}
                default -> reject(file, entry.getKeyNode().getStartMark(), "unknown key; name, description, values");
            }
        }
        if (name == null || list == null) {
            reject(file, map.getStartMark(), "a watch-list has a name and a list of values");
        } else if (values.putIfAbsent(name, List.copyOf(list)) != null) {
            reject(file, map.getStartMark(), "there is another watch-list named " + name);
        }
    }

    private List<String> texts(RuleFile file, Node node) {
        List<String> texts = new ArrayList<>();
        if (!(node instanceof SequenceNode sequence)) {
            reject(file, node.getStartMark(), "values is a list");
            return texts;
        }
        for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode text) {
                texts.add(text.getValue());
            } else {
                reject(file, item.getStartMark(), "a value is a text");
            }
        }
        return texts;
    }

    private void reject(RuleFile file, Optional<Mark> mark, String message) {
        int line = mark.map(Mark::getLine).orElse(0) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        problems.add(new RuleProblem(file.path(), line, column, message));
    }
}
