package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tw.vigil.sigma.condition.Condition;
import tw.vigil.sigma.condition.ConditionParser;
import tw.vigil.sigma.condition.ConditionSyntaxException;

/// Whether something positive has to be there for a rule to match. Without such a witness the rule cannot be
/// looked up by an event's values: it is tried on every event of its source.
final class WitnessChecks implements Family {
    private static final int LITERAL = 2;

    @Override
    public void check(RuleDocument document, LintInput input, Report report) {
        if (!document.isDetection()) {
            return;
        }
        for (ScalarNode text : document.conditions()) {
            try {
                if (!witness(ConditionParser.parse(text.getValue()), document)) {
                    report.add(
                            Check.W205,
                            document,
                            text,
                            "nothing has to be there for it to hold, so every event of the source is tried;"
                                    + " add a field with a value, for example eventName");
                    return;
                }
            } catch (ConditionSyntaxException _) {
                return; // the engine says what is wrong
            }
        }
    }

    private static boolean witness(Condition condition, RuleDocument document) {
        var selections = document.selections();
        return switch (condition) {
            case Condition.Selection selection -> {
                RuleDocument.Entry entry = selections.get(selection.name());
                yield entry == null || witness(entry.value());
            }
            case Condition.Not _ -> false;
            case Condition.And and -> and.operands().stream().anyMatch(operand -> witness(operand, document));
            case Condition.Or or -> or.operands().stream().allMatch(operand -> witness(operand, document));
            case Condition.Quantified quantified -> {
                List<Boolean> selected = selections.entrySet().stream()
                        .filter(entry -> quantified.selects(entry.getKey()))
                        .map(entry -> witness(entry.getValue().value()))
                        .toList();
                yield quantified.quantifier() == Condition.Quantifier.ANY
                        ? selected.stream().allMatch(Boolean::booleanValue)
                        : selected.stream().anyMatch(Boolean::booleanValue);
            }
        };
    }

    private static boolean witness(Node selection) {
        return switch (selection) {
            case SequenceNode list -> list.getValue().stream().allMatch(WitnessChecks::witness);
            case MappingNode _ -> {
                var items = new ArrayList<DetectionItem>();
                RuleDocument.collect("", selection, items);
                yield items.stream().anyMatch(WitnessChecks::witness);
            }
            case ScalarNode scalar -> scalar.getValue().length() >= LITERAL;
            default -> true;
        };
    }

    private static boolean witness(DetectionItem item) {
        if (item.hasAny("neq", "exists", "fieldref", "cidr", "lt", "lte", "gt", "gte", "minute", "hour", "day", "week")
                || item.hasAny("month", "year")) {
            return false;
        }
        return item.has("all")
                ? item.values().stream().anyMatch(value -> witness(item, value))
                : item.values().stream().allMatch(value -> witness(item, value));
    }

    private static boolean witness(DetectionItem item, ScalarNode value) {
        if (DetectionItem.isNull(value)) {
            return false;
        }
        String text = value.getValue();
        if (item.has("re")) {
            return text.replaceAll("\\\\.|\\[[^\\]]*\\]|[.^$*+?(){}|]", " ").matches("(?s).*[^ ]{2,}.*");
        }
        return !item.takesWildcards() || !text.replaceAll("[*?]", "").isEmpty() || text.isEmpty();
    }
}
