package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One event that matched a referenced rule, or one episode of a referenced correlation.
///
/// @param eventId the identity of the event or episode; the same identity never counts twice
/// @param ruleId the id of the referenced rule that matched
/// @param time event time; of an episode the end of its window
/// @param values of the correlation's `field`, for the types that look at one; else empty
/// @param carried fields of the event that correlations of this correlation will ask for; empty when there
///        are none
public record Signal(
        String eventId, String ruleId, Instant time, List<String> values, Map<String, List<String>> carried) {

    public Signal {
        values = List.copyOf(values);
        carried = carried.isEmpty() ? Map.of() : new TreeMap<>(carried);
    }

    public Signal(String eventId, String ruleId, Instant time, List<String> values) {
        this(eventId, ruleId, time, values, Map.of());
    }

    public Signal(String eventId, String ruleId, Instant time) {
        this(eventId, ruleId, time, List.of());
    }
}
