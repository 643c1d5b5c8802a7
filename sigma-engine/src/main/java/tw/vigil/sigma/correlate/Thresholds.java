package tw.vigil.sigma.correlate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The condition map of a correlation; several operators form a range.
public record Thresholds(List<Threshold> all) {

    public enum Operator {
        GT,
        GTE,
        LT,
        LTE,
        EQ,
        NEQ;

        public static Optional<Operator> of(String sigmaName) {
            return Arrays.stream(values())
                    .filter(o -> o.name().toLowerCase(Locale.ROOT).equals(sigmaName))
                    .findFirst();
        }
    }

    public record Threshold(Operator operator, double value) {

        boolean holds(double measured) {
            return switch (operator) {
                case GT -> measured > value;
                case GTE -> measured >= value;
                case LT -> measured < value;
                case LTE -> measured <= value;
                case EQ -> measured == value;
                case NEQ -> measured != value;
            };
        }
    }

    public Thresholds {
        all = List.copyOf(all);
    }

    public static Thresholds atLeast(double value) {
        return new Thresholds(List.of(new Threshold(Operator.GTE, value)));
    }

    public boolean hold(double measured) {
        for (var threshold : all) {
            if (!threshold.holds(measured)) {
                return false;
            }
        }
        return true;
    }

    /// True when a larger measure cannot undo it, so that it can be judged as events come in.
    public boolean onlyFromBelow() {
        return all.stream().allMatch(t -> t.operator() == Operator.GT || t.operator() == Operator.GTE);
    }

    /// The largest bound, rounded up: more events than this are never needed to judge a count.
    public int needed() {
        double largest = all.stream().mapToDouble(Threshold::value).max().orElse(1);
        return (int) Math.clamp(Math.floor(largest) + 1, 1, 1_000_000);
    }
}
