package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.condition.Condition;

/// All that a machine needs to know of its rule.
///
/// @param rules ids of the referenced rules, in the order of the correlation
/// @param names how `expression` calls the rules, in the same order
/// @param expression the boolean condition of a temporal type; null when the thresholds decide
public record CorrelationSpec(
        CorrelationType type,
        List<String> rules,
        List<String> names,
        Duration timespan,
        Thresholds thresholds,
        double percentile,
        @Nullable Condition expression,
        Refiring refiring) {

    public CorrelationSpec {
        rules = List.copyOf(rules);
        names = List.copyOf(names);
    }

    public CorrelationSpec(
            CorrelationType type,
            List<String> rules,
            List<String> names,
            Duration timespan,
            Thresholds thresholds,
            double percentile,
            @Nullable Condition expression) {
        this(type, rules, names, timespan, thresholds, percentile, expression, Refiring.ONCE);
    }

    /// More events could make the condition false, so it is judged when its window closes.
    boolean judgedAtClose() {
        return judgedAtClose(thresholds, expression);
    }

    public static boolean judgedAtClose(Thresholds thresholds, @Nullable Condition expression) {
        return expression == null ? !thresholds.onlyFromBelow() : negates(expression);
    }

    private static boolean negates(Condition condition) {
        return switch (condition) {
            case Condition.Not _ -> true;
            case Condition.And(var operands) -> operands.stream().anyMatch(CorrelationSpec::negates);
            case Condition.Or(var operands) -> operands.stream().anyMatch(CorrelationSpec::negates);
            case Condition.Selection _, Condition.Quantified _ -> false;
        };
    }

    public CorrelationMachine machine() {
        if (judgedAtClose()) {
            return new ClosingMachine(this);
        }
        return refiring.mode() == Refiring.Mode.RESET ? new ResetMachine(this) : new EpisodeMachine(this);
    }
}
