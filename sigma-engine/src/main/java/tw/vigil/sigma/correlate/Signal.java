package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.List;

/// One event that matched a referenced rule.
///
/// @param eventId the event's identity; the same identity never counts twice
/// @param ruleId the id of the referenced rule that matched
/// @param time event time
/// @param values of the correlation's `field`, for the types that look at one; else empty
public record Signal(String eventId, String ruleId, Instant time, List<String> values) {

    public Signal {
        values = List.copyOf(values);
    }

    public Signal(String eventId, String ruleId, Instant time) {
        this(eventId, ruleId, time, List.of());
    }
}
