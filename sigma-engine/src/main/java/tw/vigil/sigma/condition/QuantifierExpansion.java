package tw.vigil.sigma.condition;

import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import tw.vigil.sigma.condition.Condition.And;
import tw.vigil.sigma.condition.Condition.Not;
import tw.vigil.sigma.condition.Condition.Or;
import tw.vigil.sigma.condition.Condition.Quantified;
import tw.vigil.sigma.condition.Condition.Quantifier;
import tw.vigil.sigma.condition.Condition.Selection;

/// Replaces quantifiers by the selections that they name, and reports names that name nothing: a pattern that
/// matches nothing would silently make its part of the condition true or false.
public final class QuantifierExpansion {

    private final Collection<String> names;
    private final BiConsumer<Integer, String> problems;

    /// @param names the search identifiers, in their order
    /// @param problems takes an offset in the condition's text and a message
    public QuantifierExpansion(Collection<String> names, BiConsumer<Integer, String> problems) {
        this.names = names;
        this.problems = problems;
    }

    public Condition expand(Condition condition) {
        return switch (condition) {
            case Selection(var name, var offset) -> {
                if (!names.contains(name)) {
                    problems.accept(offset, "undefined search identifier '" + name + "'; defined: " + known());
                }
                yield condition;
            }
            case Not(var operand) -> new Not(expand(operand));
            case And(var operands) -> new And(expandAll(operands));
            case Or(var operands) -> new Or(expandAll(operands));
            case Quantified quantified -> expand(quantified);
        };
    }

    private Condition expand(Quantified quantified) {
        List<Condition> selected = names.stream()
                .filter(quantified::selects)
                .<Condition>map(name -> new Selection(name, quantified.offset()))
                .toList();
        if (selected.isEmpty()) {
            problems.accept(
                    quantified.offset(),
                    "'" + quantified.pattern() + "' names no search identifier; defined: " + known());
        }
        if (selected.size() == 1) {
            return selected.getFirst();
        }
        return quantified.quantifier() == Quantifier.ANY ? new Or(selected) : new And(selected);
    }

    private List<Condition> expandAll(List<Condition> operands) {
        return operands.stream().map(this::expand).toList();
    }

    private String known() {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
