package tw.vigil.ingest.transport;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What one feed counts, at `/q/metrics` from the start.
///
/// @param waiting deliveries kept in hand until Kafka acknowledges again
record FeedMeters(String transport, String feed, Map<FeedOutcome, LongAdder> counts, AtomicInteger waiting) {
    FeedMeters {
        counts = Map.copyOf(counts);
    }

    static FeedMeters register(String transport, String feed, MeterRegistry registry) {
        var counts = new EnumMap<FeedOutcome, LongAdder>(FeedOutcome.class);
        for (FeedOutcome outcome : FeedOutcome.values()) {
            var count = new LongAdder();
            counts.put(outcome, count);
            FunctionCounter.builder("vigil.ingest.feed", count, LongAdder::sum)
                    .description("What became of what a feed received")
                    .tag("transport", transport)
                    .tag("feed", feed)
                    .tag("outcome", outcome.label())
                    .register(registry);
        }
        var waiting = new AtomicInteger();
        Gauge.builder("vigil.ingest.feed.waiting", waiting, AtomicInteger::get)
                .description("Deliveries kept in hand until Kafka acknowledges again")
                .tag("transport", transport)
                .tag("feed", feed)
                .register(registry);
        return new FeedMeters(transport, feed, counts, waiting);
    }

    void count(FeedOutcome outcome, long number) {
        LongAdder count = counts.get(outcome);
        if (count != null) {
            count.add(number);
        }
    }
}
