package tw.vigil.sigma;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.correlate.ExpectationMachine;

/// A rule that speaks when something did not happen.
///
/// @param rows the groups to arm when watching begins, and the only ones; null = every group, from its first
///        signal on
public record Expectation(
        RuleInfo rule, ExpectationMachine machine, @Nullable List<SortedMap<String, String>> rows) {

    public boolean concerns(SortedMap<String, String> group) {
        return rows == null || rows.contains(group);
    }
}
