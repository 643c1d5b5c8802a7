package tw.vigil.sigma.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.condition.Condition;
import tw.vigil.sigma.condition.ConditionParser;
import tw.vigil.sigma.condition.ConditionSyntaxException;
import tw.vigil.sigma.condition.QuantifierExpansion;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.yaml.Position;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlNode.Sequence;

/// Reads `condition:` and resolves its names, keeping the place of each in the file.
final class ConditionReader {

    private final Problems problems;

    ConditionReader(Problems problems) {
        this.problems = problems;
    }

    /// @return null when there are problems
    @Nullable
    Detection read(Mapping block, Map<String, Detection> selections) {
        var node = block.get("condition");
        if (node == null || DetectionParser.isNull(node)) {
            problems.add(block, "there is no condition; write for example condition: selection");
            return null;
        }
        List<Detection> read = new ArrayList<>();
        for (var text : texts(node)) {
            var condition = parse(text);
            if (condition == null) {
                continue;
            }
            var names = selections.keySet();
            var expanded = new QuantifierExpansion(
                            names, (offset, message) -> problems.add(place(text, offset), message))
                    .expand(condition);
            if (problems.isEmpty()) {
                read.add(detection(expanded, selections));
            }
        }
        if (read.isEmpty()) {
            return null;
        }
        return read.size() == 1 ? read.getFirst() : new Detection.Any(read);
    }

    @Nullable
    Condition parse(Scalar text) {
        try {
            return ConditionParser.parse(text.text());
        } catch (ConditionSyntaxException e) {
            problems.add(place(text, e.offset()), e.getMessage());
            return null;
        }
    }

    private List<Scalar> texts(YamlNode node) {
        return switch (node) {
            case Scalar scalar -> List.of(scalar);
            case Sequence list -> {
                List<Scalar> texts = new ArrayList<>();
                for (var item : list.items()) {
                    if (item instanceof Scalar scalar && !DetectionParser.isNull(item)) {
                        texts.add(scalar);
                    } else {
                        problems.add(item, "a condition is a string, not " + item.described());
                    }
                }
                if (list.items().isEmpty()) {
                    problems.add(list, "the list of conditions is empty; write for example condition: selection");
                }
                yield texts;
            }
            case Mapping map -> {
                problems.add(map, "a condition is a string or a list of strings, not a map");
                yield List.of();
            }
        };
    }

    /// Exact for conditions on one line; for folded ones the line is.
    static Position place(Scalar text, int offset) {
        var start = text.contentStart();
        var before = text.text().substring(0, Math.min(offset, text.text().length()));
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        return lines == 0
                ? start.plusColumns(offset)
                : new Position(start.line() + lines, before.length() - before.lastIndexOf('\n'));
    }

    private static Detection detection(Condition condition, Map<String, Detection> selections) {
        return switch (condition) {
            case Condition.Selection(var name, var _) -> Objects.requireNonNull(selections.get(name));
            case Condition.Not(var operand) -> new Detection.Not(detection(operand, selections));
            case Condition.And(var operands) -> new Detection.All(detections(operands, selections));
            case Condition.Or(var operands) -> new Detection.Any(detections(operands, selections));
            case Condition.Quantified q -> throw new IllegalStateException("not expanded: " + q.pattern());
        };
    }

    private static List<Detection> detections(List<Condition> operands, Map<String, Detection> selections) {
        return operands.stream().map(o -> detection(o, selections)).toList();
    }
}
