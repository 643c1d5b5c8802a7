package tw.vigil.evaluator.canary;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One playing of a canary. It goes with the canary's events and signals through all stages: what belongs to a run
/// has groups of its own, so that no real state is touched, and its findings are proofs.
///
/// @param ruleId of the rule to be proven
/// @param sent when the run began, to the millisecond
public record CanaryRun(String ruleId, Instant sent) {
    /// Header of a canary event; and the name in a group, beside the fields of its rule. No field has this name.
    public static final String NAME = "vigil_canary";

    private static final char SEPARATOR = '@';

    /// The text form, of which [#parse] is the inverse.
    public String text() {
        return ruleId + SEPARATOR + sent;
    }

    /// Null when the text is none of ours.
    public static @Nullable CanaryRun parse(@Nullable String text) {
        int end = text == null ? -1 : text.lastIndexOf(SEPARATOR);
        if (text == null || end < 0) {
            return null;
        }
        try {
            return new CanaryRun(text.substring(0, end), Instant.parse(text.substring(end + 1)));
        } catch (DateTimeException _) {
            return null;
        }
    }

    /// The run that a group belongs to; null for a group of real events.
    public static @Nullable CanaryRun of(SortedMap<String, String> group) {
        return parse(group.get(NAME));
    }

    /// The same group, of this run alone.
    public SortedMap<String, String> within(SortedMap<String, String> group) {
        var own = new TreeMap<>(group);
        own.put(NAME, text());
        return own;
    }
}
