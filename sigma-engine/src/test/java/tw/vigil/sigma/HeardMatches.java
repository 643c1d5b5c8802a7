package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// A sink that writes down what it hears.
final class HeardMatches implements MatchSink {

    private final List<RuleInfo> matches = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    List<RuleInfo> matches() {
        return matches;
    }

    /// Signals, missing groups and errors, as text.
    List<String> others() {
        return others;
    }

    @Override
    public void match(RuleInfo rule) {
        matches.add(rule);
    }

    @Override
    public void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group) {
        others.add("signal " + correlation.name() + " " + matched.name() + " " + group);
    }

    @Override
    public void signal(
            RuleInfo correlation,
            RuleInfo matched,
            SortedMap<String, String> group,
            List<String> values,
            SortedMap<String, List<String>> carried) {
        signal(correlation, matched, group);
        values.forEach(value -> others.add("value " + value));
    }

    @Override
    public void missingGroup(RuleInfo correlation, RuleInfo matched, String field) {
        others.add("missing " + correlation.name() + " " + matched.name() + " " + field);
    }

    @Override
    public void error(RuleInfo rule, RuntimeException cause) {
        others.add("error " + rule.name() + " " + cause.getClass().getSimpleName());
    }
}
