package tw.vigil.ingest.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import tw.vigil.ingest.envelope.Envelopes;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;
import tw.vigil.ingest.split.RecordSplitter;

/// Counts every record when Kafka has acknowledged it, so that received = accepted + quarantined + control at any
/// moment and nothing is counted that could still be lost. A record that is sent again is counted again.
@Startup
@ApplicationScoped
public class Ledger {
    /// A gzip stream that ends early or is damaged.
    public static final String DAMAGED_GZIP = "damaged_gzip";
    /// A record that grows beyond what is kept once its many values are protected.
    public static final String TOO_LARGE_PROTECTED = "too_large_protected";
    /// A record that is none any more once its values are protected.
    public static final String UNREADABLE_PROTECTED = "unreadable_protected";

    private static final Set<String> REASONS = Set.of(
            RecordSplitter.NOT_JSON,
            RecordSplitter.TRUNCATED,
            RecordSplitter.TOO_LARGE,
            RecordSplitter.TOO_DEEP,
            JsonRecord.NOT_AN_OBJECT,
            JsonRecord.NOT_UTF8,
            JsonRecord.DUPLICATE_FIELD,
            DAMAGED_GZIP,
            TOO_LARGE_PROTECTED,
            UNREADABLE_PROTECTED);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private static final Logger LOG = Logger.getLogger(Ledger.class);

    private final Instant since = Instant.now();
    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final Timer latency;
    private final MeterRegistry registry;

    Ledger(MeterRegistry registry, Sources sources) {
        this.registry = registry;
        latency = Timer.builder("vigil.stage.latency")
                .description("From the start of the request or file to Kafka's acknowledgement of a record")
                .tag("stage", "ingest")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        sources.all().forEach(source -> accounts.put(source.id(), open(source)));
    }

    private Account open(ConfiguredSource source) {
        var reasons = new HashSet<>(REASONS);
        reasons.addAll(Envelopes.REASONS);
        reasons.addAll(source.source().reasons());
        var account = new Account(reasons);
        String id = source.id();
        FunctionCounter.builder("vigil.events.received", account, Account::received)
                .tag("source", id)
                .register(registry);
        FunctionCounter.builder("vigil.events.accepted", account, Account::accepted)
                .tag("source", id)
                .register(registry);
        FunctionCounter.builder("vigil.events.control", account, Account::control)
                .tag("source", id)
                .register(registry);
        for (String reason : reasons) {
            FunctionCounter.builder("vigil.events.quarantined", account, a -> a.quarantined(reason))
                    .tag("source", id)
                    .tag("reason", reason)
                    .register(registry);
        }
        Gauge.builder("vigil.source.last.event.timestamp", account, a -> seconds(a.lastEvent()))
                .baseUnit("seconds")
                .tag("source", id)
                .register(registry);
        Gauge.builder("vigil.source.last.arrival.timestamp", account, a -> seconds(a.lastArrival()))
                .baseUnit("seconds")
                .tag("source", id)
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            requests(id, outcome);
        }
        return account;
    }

    /// Kafka has an audit record.
    public void accepted(ConfiguredSource source, Instant eventTime, Instant received) {
        account(source).accept(eventTime, received);
        latency.record(Duration.between(received, Instant.now()));
    }

    /// Kafka has a rejected record.
    public void quarantined(ConfiguredSource source, String reason, Instant received) {
        account(source).reject(reason, received);
        latency.record(Duration.between(received, Instant.now()));
    }

    /// A message of the delivery about itself was understood; nothing of it goes to Kafka.
    ///
    /// @param kind stable code
    public void control(ConfiguredSource source, String kind, Instant received) {
        account(source).control(received);
        LOG.debugf("control message sourceId=%s reason=%s", source.id(), kind);
    }

    /// When a source last spoke, as the ledger knows it: freshness survives a restart.
    void remember(String sourceId, HourCounts counts) {
        Account account = accounts.get(sourceId);
        if (account != null) {
            account.remember(counts.lastEventMillis(), counts.lastArrivalMillis());
        }
    }

    /// A request was answered or a file dealt with.
    ///
    /// @param sourceId a known source, or `unknown`: never what a caller made up
    public void request(String sourceId, Outcome outcome) {
        requests(sourceId, outcome).increment();
    }

    public Instant since() {
        return since;
    }

    public Map<String, Account> accounts() {
        return Collections.unmodifiableMap(accounts);
    }

    private Counter requests(String sourceId, Outcome outcome) {
        return Counter.builder("vigil.ingest.requests")
                .tag("source", sourceId)
                .tag("outcome", outcome.label())
                .register(registry);
    }

    private Account account(ConfiguredSource source) {
        Account account = accounts.get(source.id());
        if (account == null) {
            throw new IllegalArgumentException("source is not configured: " + source.id());
        }
        return account;
    }

    /// Before the first record there is no time to show: NaN, which no alert rule takes for long ago.
    private static double seconds(long epochMillis) {
        return epochMillis == Account.NEVER ? Double.NaN : epochMillis / 1000.0;
    }
}
