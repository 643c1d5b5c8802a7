package tw.vigil.sigma;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.correlate.Signal;

/// An episode of one rule as a signal of another that refers to it.
///
/// @param correlation the rule that refers to it
/// @param group of `correlation`, by its own group-by
/// @param signal to hand to the machine of `correlation`; its time is the end of the episode's window
/// @param missing the group-by field that the episode lacks: `correlation` does not see it; null when there is none
public record ChainedSignal(
        RuleInfo correlation,
        SortedMap<String, String> group,
        Signal signal,
        @Nullable String missing) {}
