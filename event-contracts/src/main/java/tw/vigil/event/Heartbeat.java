package tw.vigil.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A beat of an ingest instance on its way through all stages: one that stands still shows although nothing happens.
/// The value of a record on `vigil.heartbeats`. Schema: `/schemas/heartbeat.schema.json`.
///
/// @param instance that began it
/// @param interval start of the interval in which that instance ran
/// @param since when that instance had started: it sent no beats before
/// @param everySeconds from one beat of the instance to its next
/// @param told when it was begun
/// @param matched when the match stage took it
/// @param correlated when the correlate stage took it; absent on the way there
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Heartbeat(
        @JsonProperty("instance") String instance,
        @JsonProperty("interval") Instant interval,
        @JsonProperty("since") Instant since,
        @JsonProperty("every_seconds") long everySeconds,
        @JsonProperty("told") Instant told,
        @JsonProperty("matched") Instant matched,
        @JsonProperty("correlated") @Nullable Instant correlated) {

    /// Action of the own event that a beat begins as, and the names of its details.
    public static final String ACTION = "service.alive";

    public static final String INSTANCE = "instance";

    /// [#interval()] as a text.
    public static final String INTERVAL = "interval";

    /// [#since()] as a text.
    public static final String SINCE = "since";

    /// [#everySeconds()] as a number.
    public static final String EVERY_SECONDS = "every_seconds";

    /// The same beat, one stage further.
    public Heartbeat correlatedAt(Instant time) {
        return new Heartbeat(instance, interval, since, everySeconds, told, matched, time);
    }
}
