package tw.vigil.sigma.offline;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import tw.vigil.sigma.RuleInfo;

/// What one rule says. Revisions of an episode replace the finding with the same `rule`, `group` and `start`.
///
/// @param group empty for detections; of a baseline with the new value
/// @param start event time; for correlations the start of the episode
/// @param at event time at which the rule spoke; of conditions judged at the close, the end of the window
/// @param count events
/// @param value what the correlation's condition was compared with; of an expectation the seconds left until its
///        deadline, 0 = it has passed; 1 for detections
/// @param revision 1 = fired
/// @param eventIds of the contributing events, in the order of event time
/// @param completedBy identity of the event whose arrival produced this finding; the last contributing one
///        when the finding was produced by time passing, empty when there is none
public record OfflineFinding(
        RuleInfo rule,
        SortedMap<String, String> group,
        Instant start,
        Instant at,
        long count,
        double value,
        int revision,
        List<String> eventIds,
        String completedBy) {
    public OfflineFinding {
        eventIds = List.copyOf(eventIds);
    }
}
