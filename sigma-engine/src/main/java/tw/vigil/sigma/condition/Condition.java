package tw.vigil.sigma.condition;

import java.util.List;
import java.util.function.Predicate;

/// A parsed condition (Sigma 2.1, `or` < `and` < `not` < `x of p` < parentheses). Sealed: a new operator must
/// be handled wherever conditions are evaluated or printed.
public sealed interface Condition {

    /// @param offset of the name in the condition's text, zero-based
    record Selection(String name, int offset) implements Condition {}

    record Not(Condition operand) implements Condition {}

    record And(List<Condition> operands) implements Condition {
        public And {
            operands = List.copyOf(operands);
        }
    }

    record Or(List<Condition> operands) implements Condition {
        public Or {
            operands = List.copyOf(operands);
        }
    }

    /// `1 of`, `any of` and `all of`, with `them`, a pattern or a name.
    ///
    /// @param pattern as written; `*` stands for any characters
    record Quantified(Quantifier quantifier, String pattern, int offset) implements Condition {

        public boolean selects(String name) {
            boolean hidden = name.startsWith("_") && !pattern.startsWith("_");
            return !hidden && (pattern.equals(THEM) || NamePattern.matches(pattern, name));
        }
    }

    enum Quantifier {
        ANY,
        ALL
    }

    String THEM = "them";

    /// Evaluates a condition whose quantifiers were expanded.
    default boolean holds(Predicate<String> selectionMatches) {
        return switch (this) {
            case Selection(var name, var _) -> selectionMatches.test(name);
            case Not(var operand) -> !operand.holds(selectionMatches);
            case And(var operands) -> operands.stream().allMatch(o -> o.holds(selectionMatches));
            case Or(var operands) -> operands.stream().anyMatch(o -> o.holds(selectionMatches));
            case Quantified q -> throw new IllegalStateException("not expanded: " + q.pattern());
        };
    }

    /// The condition as text that parses to the same tree.
    default String print() {
        return switch (this) {
            case Selection(var name, var _) -> name;
            case Not(var operand) -> "not " + operand.printOperand();
            case And(var operands) -> join(operands, " and ");
            case Or(var operands) -> join(operands, " or ");
            case Quantified(var quantifier, var pattern, var _) ->
                (quantifier == Quantifier.ANY ? "1 of " : "all of ") + pattern;
        };
    }

    private static String join(List<Condition> operands, String operator) {
        return String.join(
                operator, operands.stream().map(Condition::printOperand).toList());
    }

    private String printOperand() {
        return switch (this) {
            case And _, Or _ -> "(" + print() + ")";
            case Selection _, Not _, Quantified _ -> print();
        };
    }
}
