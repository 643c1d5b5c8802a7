package tw.vigil.ingest.transport;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import tw.vigil.ingest.intake.Intake;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Opens the feeds that the configuration names, and what they need of it.
@ApplicationScoped
public class Feeds {
    private final Intake intake;
    private final Ledger ledger;
    private final Sources sources;
    private final Tracer tracer;
    private final MeterRegistry registry;

    Feeds(Intake intake, Ledger ledger, Sources sources, Tracer tracer, MeterRegistry registry) {
        this.intake = intake;
        this.ledger = ledger;
        this.sources = sources;
        this.tracer = tracer;
        this.registry = registry;
    }

    /// A feed with its metrics, which are there from the start.
    ///
    /// @param transport kind of transport, for example `s3-queue`
    /// @param name what the configuration calls it
    public Feed open(String transport, String name) {
        var counts = new EnumMap<FeedOutcome, LongAdder>(FeedOutcome.class);
        for (FeedOutcome outcome : FeedOutcome.values()) {
            var count = new LongAdder();
            counts.put(outcome, count);
            FunctionCounter.builder("vigil.ingest.feed", count, LongAdder::sum)
                    .description("What became of what a feed received")
                    .tag("transport", transport)
                    .tag("feed", name)
                    .tag("outcome", outcome.label())
                    .register(registry);
        }
        var waiting = new AtomicInteger();
        Gauge.builder("vigil.ingest.feed.waiting", waiting, AtomicInteger::get)
                .description("Deliveries kept in hand until Kafka acknowledges again")
                .tag("transport", transport)
                .tag("feed", name)
                .register(registry);
        return new Feed(transport, name, intake, ledger, tracer, counts, waiting);
    }

    /// The source that a key of the configuration names.
    ///
    /// @throws IllegalStateException which stops the start, when no such source is configured
    public ConfiguredSource source(String key, String id) {
        ConfiguredSource source = sources.find(id);
        if (source == null) {
            throw new IllegalStateException(key + " is " + id + "; known are "
                    + sources.all().stream().map(ConfiguredSource::id).toList());
        }
        return source;
    }
}
