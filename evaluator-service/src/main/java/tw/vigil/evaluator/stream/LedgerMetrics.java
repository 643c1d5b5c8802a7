package tw.vigil.evaluator.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.revision.RuleSets;
import tw.vigil.evaluator.topology.EvaluatorMetrics;
import tw.vigil.evaluator.topology.LedgerEntry;
import tw.vigil.sigma.RuleInfo;

/// The ledgers and the lag as metrics. Counters of a source appear with its first event; those of the sources known
/// now are there from the start, at 0.
@ApplicationScoped
class LedgerMetrics {
    private static final Logger LOG = Logger.getLogger(LedgerMetrics.class);
    private static final Set<String> KNOWN_SOURCES = Set.of("aws.cloudtrail", "kubernetes.audit");
    private static final long REFRESH_SECONDS = 1;

    private final MeterRegistry registry;
    private final Accounting accounting;
    private final StreamRunner runner;
    private final RuleSets ruleSets;
    private final Set<String> registered = ConcurrentHashMap.newKeySet();
    private final Set<String> registeredRules = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-metrics").factory());
    private volatile Accounting.@Nullable Sums newest;

    LedgerMetrics(MeterRegistry registry, Accounting accounting, RuleSets ruleSets, StreamRunner runner) {
        this.registry = registry;
        this.accounting = accounting;
        this.ruleSets = ruleSets;
        this.runner = runner;
    }

    /// After the rules are loaded.
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        KNOWN_SOURCES.forEach(this::register);
        Gauge.builder("vigil.evaluator.lag.records", runner, LedgerMetrics::lag)
                .description("Records that wait, of all instances")
                .register(registry);
        Gauge.builder("vigil.correlation.groups", this, LedgerMetrics::groups)
                .description("Groups that the correlations hold in the partitions of this instance")
                .register(registry);
        Gauge.builder("vigil.store.restore.records", runner, StreamRunner::toRestore)
                .description("Records of state that this instance has still to restore")
                .register(registry);
        var _ = refresher.scheduleWithFixedDelay(this::refresh, 0, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    /// Before the stores are closed.
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        refresher.shutdownNow();
    }

    private static double lag(StreamRunner runner) {
        long waiting = runner.waiting();
        return waiting == Lag.UNKNOWN ? Double.NaN : waiting;
    }

    private double groups() {
        var sums = newest;
        return sums == null ? Double.NaN : sums.groups();
    }

    private void refresh() {
        // while the stores cannot be read the last numbers stand: a counter must not drop to 0
        try {
            accounting.sums().ifPresent(sums -> {
                newest = sums;
                sums.sources().keySet().forEach(this::register);
                sums.rules().keySet().forEach(this::registerRule);
            });
        } catch (RuntimeException e) {
            // the timer would never call again
            LOG.warn("ledger not read", e);
        }
    }

    private void register(String source) {
        if (registered.add(source)) {
            counter("vigil.events.evaluated", "Events that met the rules", source, LedgerEntry::evaluated);
            counter("vigil.events.duplicate", "Events that had been evaluated", source, LedgerEntry::duplicates);
            counter("vigil.events.unreadable", "Records sent to quarantine", source, LedgerEntry::unreadable);
        }
    }

    /// A rule that never held has no newest match: no number is better than one of 1970.
    private void registerRule(String id) {
        if (registeredRules.add(id)) {
            RuleInfo rule = ruleSets.rules().rule(id);
            Gauge.builder("vigil.rule.last.match.timestamp", this, metrics -> metrics.lastMatch(id))
                    .description("Reception of the newest event on which the rule held")
                    .baseUnit("seconds")
                    .tag("rule", rule == null ? id : EvaluatorMetrics.label(rule))
                    .register(registry);
        }
    }

    private double lastMatch(String id) {
        var sums = newest;
        LedgerEntry entry = sums == null ? null : sums.rules().get(id);
        return entry == null ? Double.NaN : entry.newestReceived() / 1_000.0;
    }

    private void counter(String name, String description, String source, ToLongFunction<LedgerEntry> number) {
        FunctionCounter.builder(name, this, metrics -> metrics.read(source, number))
                .description(description)
                .tag("source", source)
                .register(registry);
    }

    private double read(String source, ToLongFunction<LedgerEntry> number) {
        var sums = newest;
        LedgerEntry entry = sums == null ? null : sums.sources().get(source);
        return entry == null ? 0 : number.applyAsLong(entry);
    }
}
