package tw.vigil.rulecli.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tw.vigil.sigma.condition.Condition;
import tw.vigil.sigma.condition.Condition.Quantifier;
import tw.vigil.sigma.condition.ConditionParser;
import tw.vigil.sigma.condition.ConditionSyntaxException;

/// A condition as a tree in which each part says whether it held.
///
/// @param text the part as the rule writes it, without what is below
/// @param selection the search identifier; empty for operators
public record ConditionTree(boolean held, String text, String selection, List<ConditionTree> parts) {

    public ConditionTree {
        parts = List.copyOf(parts);
    }

    /// @param held by search identifier
    /// @throws IllegalArgumentException for a condition that the engine rejects too
    static ConditionTree of(List<String> conditions, Map<String, Boolean> held) {
        var trees = new ArrayList<ConditionTree>();
        for (String text : conditions) {
            try {
                trees.add(of(ConditionParser.parse(text), held));
            } catch (ConditionSyntaxException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return trees.size() == 1 ? trees.getFirst() : any("or", trees);
    }

    private static ConditionTree of(Condition condition, Map<String, Boolean> held) {
        return switch (condition) {
            case Condition.Selection selection -> leaf(selection.name(), held);
            case Condition.Not not -> {
                ConditionTree operand = of(not.operand(), held);
                yield new ConditionTree(!operand.held(), "not", "", List.of(operand));
            }
            case Condition.And and ->
                all("and", and.operands().stream().map(part -> of(part, held)).toList());
            case Condition.Or or ->
                any("or", or.operands().stream().map(part -> of(part, held)).toList());
            case Condition.Quantified quantified -> {
                List<ConditionTree> parts = held.keySet().stream()
                        .filter(quantified::selects)
                        .map(name -> leaf(name, held))
                        .toList();
                yield quantified.quantifier() == Quantifier.ANY
                        ? any(quantified.print(), parts)
                        : all(quantified.print(), parts);
            }
        };
    }

    private static ConditionTree leaf(String name, Map<String, Boolean> held) {
        return new ConditionTree(held.getOrDefault(name, false), name, name, List.of());
    }

    private static ConditionTree all(String text, List<ConditionTree> parts) {
        return new ConditionTree(parts.stream().allMatch(ConditionTree::held), text, "", parts);
    }

    private static ConditionTree any(String text, List<ConditionTree> parts) {
        return new ConditionTree(parts.stream().anyMatch(ConditionTree::held), text, "", parts);
    }
}
