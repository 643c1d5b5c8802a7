package tw.vigil.evaluator.canary;

import java.time.Duration;
import java.util.List;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleInfo;

/// Events on which a rule fires, taken from the cases beside the rules.
///
/// @param path of the events file
/// @param caseName of the case in it
/// @param events in the order in which they are sent
/// @param answer event time from the first event to the finding, for a rule that is judged when its window closes;
/// zero for one that speaks with the event that completes it
public record Canary(
        RuleInfo rule, String path, String caseName, LogSource source, List<Event> events, Duration answer) {

    public Canary {
        events = List.copyOf(events);
    }

    /// @param id of the event within the case; the same twice is a duplicate
    /// @param offset event time since the first event
    @SuppressWarnings("ArrayRecordComponent") // goes straight to a producer
    public record Event(String id, Duration offset, byte[] json) {}
}
