package tw.vigil.sigma;

import java.util.List;
import java.util.SortedMap;

/// Hears what the rules say of one event, in the order of the rule set.
public interface MatchSink {

    /// A detection that speaks for itself matched.
    void match(RuleInfo rule);

    /// A rule that `correlation` refers to matched; called once per group (a list-valued group-by field gives
    /// several).
    void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group);

    /// The form of [#signal] that the engine calls. Who runs correlations of correlations overrides it and hands
    /// the fields to the machine in [tw.vigil.sigma.correlate.Signal#carried].
    ///
    /// @param carried fields of this event that correlations of `correlation` will ask for; empty without them
    default void signal(
            RuleInfo correlation,
            RuleInfo matched,
            SortedMap<String, String> group,
            List<String> values,
            SortedMap<String, List<String>> carried) {
        signal(correlation, matched, group, values);
    }

    /// As [#signal] without fields to carry. Who correlates `value_count` and its kin overrides it and
    /// hands the values to the machine in [tw.vigil.sigma.correlate.Signal#values]; who does not is told so
    /// instead of counting wrongly.
    ///
    /// @param values what the correlation's `field` holds in this event; empty for types that look at no
    ///        field
    default void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group, List<String> values) {
        if (values.isEmpty()) {
            signal(correlation, matched, group);
        } else {
            error(correlation, new UnsupportedOperationException("this sink cannot carry the values of a correlation"));
        }
    }

    /// A referenced rule matched, but the event lacks a group-by field: the correlation does not see it.
    void missingGroup(RuleInfo correlation, RuleInfo matched, String field);

    /// That rule failed on this event; the others went on.
    void error(RuleInfo rule, RuntimeException cause);
}
