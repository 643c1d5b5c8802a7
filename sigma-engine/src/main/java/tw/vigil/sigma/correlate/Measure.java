package tw.vigil.sigma.correlate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/// What a window measures and whether that satisfies the rule.
final class Measure {

    private final CorrelationSpec spec;

    Measure(CorrelationSpec spec) {
        this.spec = spec;
    }

    /// NaN when there is nothing to measure.
    double of(List<Entry> window) {
        return switch (spec.type()) {
            case EVENT_COUNT -> (double) count(window);
            case VALUE_COUNT ->
                (double) window.stream()
                        .flatMap(e -> e.values().stream())
                        .distinct()
                        .count();
            case TEMPORAL -> rules(window).size();
            case TEMPORAL_ORDERED -> inOrder(window);
            case VALUE_SUM -> numbers(window).sum();
            case VALUE_AVG -> numbers(window).average().orElse(Double.NaN);
            case VALUE_MEDIAN, VALUE_PERCENTILE ->
                percentile(numbers(window).sorted().toArray());
        };
    }

    boolean satisfied(List<Entry> window) {
        var expression = spec.expression();
        if (expression == null) {
            double measured = of(window);
            return !Double.isNaN(measured) && spec.thresholds().hold(measured);
        }
        var rules = rules(window);
        boolean holds = expression.holds(name -> rules.contains(spec.names().indexOf(name)));
        return holds && (spec.type() == CorrelationType.TEMPORAL || inOrder(window) == rules.size());
    }

    /// Events, also those no longer kept.
    static long count(List<Entry> window) {
        long count = 0;
        for (var entry : window) {
            count += 1 + entry.skipped();
        }
        return count;
    }

    private static Set<Integer> rules(List<Entry> window) {
        Set<Integer> rules = new HashSet<>();
        window.forEach(entry -> rules.add(entry.rule()));
        return rules;
    }

    /// How many of the rules, in their order, have each an event of its own, at times that do not decrease.
    private int inOrder(List<Entry> window) {
        var present = rules(window);
        Set<String> used = new HashSet<>();
        long time = Long.MIN_VALUE;
        int found = 0;
        for (int rule = 0; rule < spec.rules().size(); rule++) {
            if (spec.expression() != null && !present.contains(rule)) {
                continue;
            }
            var next = earliest(window, rule, time, used);
            if (next < 0) {
                return found;
            }
            time = window.get(next).time();
            used.add(window.get(next).id());
            found++;
        }
        return found;
    }

    /// Of the events at the earliest possible time the one that fewest rules want.
    private static int earliest(List<Entry> window, int rule, long from, Set<String> used) {
        int best = -1;
        long bestWanted = 0;
        for (int i = 0; i < window.size(); i++) {
            var entry = window.get(i);
            if (entry.rule() != rule || entry.time() < from || used.contains(entry.id())) {
                continue;
            }
            if (best >= 0 && entry.time() > window.get(best).time()) {
                break;
            }
            long wanted = window.stream().filter(e -> e.id().equals(entry.id())).count();
            if (best < 0 || wanted < bestWanted) {
                best = i;
                bestWanted = wanted;
            }
        }
        return best;
    }

    private static DoubleStream numbers(List<Entry> window) {
        return window.stream().flatMap(e -> e.values().stream()).mapToDouble(Double::parseDouble);
    }

    /// Linear interpolation between the two nearest ranks.
    private double percentile(double[] sorted) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double share = spec.type() == CorrelationType.VALUE_MEDIAN ? 50 : spec.percentile();
        double rank = share / 100 * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
