package tw.vigil.ingest.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// What this instance counts on its partitions.
@Startup // so that its metrics are exposed before anything is counted
@ApplicationScoped
class CountingMetrics {
    private final MeterRegistry registry;
    private final Set<String> known;
    private final Map<String, Counter> late = new HashMap<>();
    private final Map<String, Counter> repeated = new HashMap<>();
    private volatile long waiting;

    @Inject
    CountingMetrics(MeterRegistry registry, Sources sources) {
        this(registry, sources.all().stream().map(ConfiguredSource::id).collect(Collectors.toSet()));
    }

    CountingMetrics(MeterRegistry registry, Set<String> known) {
        this.registry = registry;
        this.known = known;
        for (String source : known) {
            late.put(source, late(source));
            repeated.put(source, repeated(source));
        }
        Gauge.builder("vigil.ledger.waiting.records", this, m -> m.waiting)
                .description("Records that the ledger has not counted yet")
                .register(registry);
    }

    /// Called by the thread that counts, no other.
    void counted(PartitionCount.Counted counted) {
        // A series for each source that somebody makes up would be a flood.
        String source = known.contains(counted.source()) ? counted.source() : PartitionCount.UNKNOWN;
        if (counted.late()) {
            late.computeIfAbsent(source, this::late).increment();
        }
        if (counted.duplicate()) {
            repeated.computeIfAbsent(source, this::repeated).increment();
        }
    }

    void waiting(long records) {
        waiting = records;
    }

    private Counter late(String source) {
        return Counter.builder("vigil.events.late")
                .description("Records whose event was older than the allowed lateness when it came")
                .tag("source", source)
                .register(registry);
    }

    private Counter repeated(String source) {
        return Counter.builder("vigil.events.repeated")
                .description("Records whose key came before, among the last of their partition; forwarded all the same")
                .tag("source", source)
                .register(registry);
    }
}
