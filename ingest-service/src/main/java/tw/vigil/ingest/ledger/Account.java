package tw.vigil.ingest.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The counts of one configured source since this process started.
public final class Account {
    static final long NEVER = Long.MIN_VALUE;

    private final LongAdder accepted = new LongAdder();
    private final LongAdder control = new LongAdder();
    private final Map<String, LongAdder> quarantined = new ConcurrentHashMap<>();
    private final AtomicLong lastEvent = new AtomicLong(NEVER);
    private final AtomicLong lastArrival = new AtomicLong(NEVER);

    Account(Set<String> reasons) {
        reasons.forEach(reason -> quarantined.put(reason, new LongAdder()));
    }

    public long received() {
        return accepted() + quarantined() + control();
    }

    /// Messages of the delivery about itself.
    public long control() {
        return control.sum();
    }

    public long accepted() {
        return accepted.sum();
    }

    public long quarantined() {
        return quarantined.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long quarantined(String reason) {
        LongAdder count = quarantined.get(reason);
        return count == null ? 0 : count.sum();
    }

    long lastEvent() {
        return lastEvent.get();
    }

    long lastArrival() {
        return lastArrival.get();
    }

    /// Time of the newest event, or null before the first.
    public @Nullable Instant newestEvent() {
        long newest = lastEvent();
        return newest == NEVER ? null : Instant.ofEpochMilli(newest);
    }

    void accept(Instant eventTime, Instant received) {
        accepted.increment();
        lastEvent.accumulateAndGet(eventTime.toEpochMilli(), Math::max);
        lastArrival.accumulateAndGet(received.toEpochMilli(), Math::max);
    }

    void control(Instant received) {
        control.increment();
        lastArrival.accumulateAndGet(received.toEpochMilli(), Math::max);
    }

    /// What was known before this process started, and what other instances know.
    void remember(long event, long arrival) {
        lastEvent.accumulateAndGet(event, Math::max);
        lastArrival.accumulateAndGet(arrival, Math::max);
    }

    void reject(String reason, Instant received) {
        quarantined.computeIfAbsent(reason, _ -> new LongAdder()).increment();
        lastArrival.accumulateAndGet(received.toEpochMilli(), Math::max);
    }
}
