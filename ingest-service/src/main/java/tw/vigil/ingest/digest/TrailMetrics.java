package tw.vigil.ingest.digest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/// What the verification of trails shows. Every instance judges all, so a query takes the maximum over instances.
@Startup // so that its metrics are exposed before anything is counted
@ApplicationScoped
class TrailMetrics {
    /// A chain that had no digest for so long was given up by whoever ran the trail; until then it is overdue.
    private static final Duration GIVEN_UP = Duration.ofDays(8);

    private final MeterRegistry registry;
    private volatile boolean shown;
    private long digestsBefore;
    private long logFilesBefore;
    private volatile long digests;
    private volatile long logFiles;
    private volatile long forgotten;
    private volatile int waiting;
    private volatile int untold;
    private volatile double furthestBehind = Double.NaN;

    TrailMetrics(MeterRegistry registry) {
        this.registry = registry;
        FunctionCounter.builder("vigil.trail.digests.verified", this, m -> m.digests)
                .description("Digests whose signature was proven since the start")
                .register(registry);
        FunctionCounter.builder("vigil.trail.log.files.verified", this, m -> m.logFiles)
                .description("Log files that are what their digest vouches for, since the start")
                .register(registry);
        FunctionCounter.builder("vigil.trail.forgotten", this, m -> m.forgotten)
                .description("Log files and hashes given up because too many wait")
                .register(registry);
        Gauge.builder("vigil.trail.log.files.waiting", this, m -> m.waiting)
                .description("Log files that a digest vouches for and that have not come")
                .register(registry);
        Gauge.builder("vigil.trail.findings.untold", this, m -> m.untold)
                .description("Findings that wait to be told")
                .register(registry);
        Gauge.builder("vigil.trail.newest.digest.timestamp", this, m -> m.furthestBehind)
                .description("End of the newest digest, of the trail that is furthest behind")
                .baseUnit("seconds")
                .register(registry);
        for (TrailBreak kind : TrailBreak.values()) {
            findings(kind);
        }
    }

    void found(TrailBreak kind) {
        findings(kind).increment();
    }

    /// Called from one thread, first when all that was there at the start has been judged.
    void show(DigestChains chains, int findingsUntold) {
        LogFiles files = chains.logFiles();
        if (!shown) {
            shown = true;
            digestsBefore = chains.verified();
            logFilesBefore = files.verified();
        }
        digests = chains.verified() - digestsBefore;
        logFiles = files.verified() - logFilesBefore;
        forgotten = files.forgotten();
        waiting = files.waiting();
        untold = findingsUntold;
        Instant since = Instant.now().minus(GIVEN_UP);
        furthestBehind = chains.chains().values().stream()
                .map(DigestChains.Chain::newest)
                .filter(since::isBefore)
                .mapToDouble(Instant::getEpochSecond)
                .min()
                .orElse(Double.NaN);
    }

    private Counter findings(TrailBreak kind) {
        return Counter.builder("vigil.trail.findings")
                .description("Findings on trails that were told")
                .tag("reason", kind.label())
                .register(registry);
    }
}
