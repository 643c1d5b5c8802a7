package tw.vigil.ingest.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What came of one source. Not thread-safe.
///
/// `accepted` counts records on `vigil.events`, duplicates among them; `late` those whose event was older than the
/// allowed lateness when it came.
public final class HourCounts {
    static final long NEVER = Long.MIN_VALUE;

    private long accepted;
    private long duplicate;
    private long late;
    private long control;
    private final Map<String, Long> quarantined = new TreeMap<>();
    private long lastEvent = NEVER;
    private long lastArrival = NEVER;

    public long received() {
        return accepted + quarantined() + control;
    }

    public long accepted() {
        return accepted;
    }

    public long duplicate() {
        return duplicate;
    }

    public long late() {
        return late;
    }

    /// Probes of the vendors: answered, and no records.
    public long control() {
        return control;
    }

    public long quarantined() {
        return quarantined.values().stream().mapToLong(Long::longValue).sum();
    }

    public Map<String, Long> quarantinedByReason() {
        return Map.copyOf(quarantined);
    }

    /// Time of the newest event, or null before the first.
    public @Nullable Instant lastEvent() {
        return lastEvent == NEVER ? null : Instant.ofEpochMilli(lastEvent);
    }

    /// When the last record came, or null before the first.
    public @Nullable Instant lastArrival() {
        return lastArrival == NEVER ? null : Instant.ofEpochMilli(lastArrival);
    }

    /// In milliseconds since 1970, or [#NEVER].
    long lastEventMillis() {
        return lastEvent;
    }

    /// In milliseconds since 1970, or [#NEVER].
    long lastArrivalMillis() {
        return lastArrival;
    }

    void accept(long event, long arrival, boolean again, boolean tooLate) {
        accepted++;
        duplicate += again ? 1 : 0;
        late += tooLate ? 1 : 0;
        // A date in the future is no news of a source's freshness.
        lastEvent = Math.max(lastEvent, Math.min(event, arrival));
        lastArrival = Math.max(lastArrival, arrival);
    }

    void quarantine(String reason, long arrival) {
        quarantined.merge(reason, 1L, Long::sum);
        lastArrival = Math.max(lastArrival, arrival);
    }

    void control(long probes, long arrival) {
        control += probes;
        lastArrival = Math.max(lastArrival, arrival);
    }

    void add(HourCounts other) {
        accepted += other.accepted;
        duplicate += other.duplicate;
        late += other.late;
        control += other.control;
        other.quarantined.forEach((reason, count) -> quarantined.merge(reason, count, Long::sum));
        lastEvent = Math.max(lastEvent, other.lastEvent);
        lastArrival = Math.max(lastArrival, other.lastArrival);
    }

    /// As read back from the topic.
    static HourCounts of(
            long accepted,
            long duplicate,
            long late,
            long control,
            Map<String, Long> quarantined,
            long lastEvent,
            long lastArrival) {
        var counts = new HourCounts();
        counts.accepted = accepted;
        counts.duplicate = duplicate;
        counts.late = late;
        counts.control = control;
        counts.quarantined.putAll(quarantined);
        counts.lastEvent = lastEvent;
        counts.lastArrival = lastArrival;
        return counts;
    }
}
