package tw.vigil.evaluator.topology;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.Topics;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.RuleSet;

/// The one topology of the evaluator, the same for any rule set:
/// ```
/// vigil.events ─► match ─► findings ─────────────────────────► vigil.findings
///                   ├────► unreadable ───────────────────────► vigil.quarantine
///                   └────► signals (by correlation and group) ─► correlate ─► vigil.findings, vigil.quarantine
///                                      ▲                             │
///                                      └───── episodes that count ───┘
/// ```
/// Names of nodes and stores are part of the deployed state: renaming one loses what it holds.
public final class DetectionTopology {
    /// [LedgerEntry] by source id, of the match stage.
    public static final String LEDGER = "ledger";

    /// [LedgerEntry] by correlation id, of the correlate stage; only `findings` is used.
    public static final String CORRELATION_LEDGER = "correlation-ledger";

    /// Name of the repartition topic: `<application id>-signals-repartition`.
    public static final String SIGNALS = "signals";

    static final String SEEN = "seen-events";
    static final String GROUPS = "groups";
    static final String COPIES = "event-copies";
    static final String TIMERS = "timers";
    static final String CLOCKS = "source-clocks";

    private static final String FINDING_BRANCH = "finding";
    private static final String QUARANTINE_BRANCH = "quarantine";
    private static final String SIGNAL_BRANCH = "signal";

    /// What the processors work with.
    ///
    /// @param rules the active rule set; may be replaced at any time, takes effect with the next record
    /// @param evaluators makes the evaluator of a rule set
    /// @param caughtUp whether the input has been read up to its end; idle groups age only then
    /// @param clock the wall clock, for `evaluated` and latencies
    public record Parts(
            Supplier<RuleSet> rules,
            Function<RuleSet, EventEvaluator> evaluators,
            TopologySettings settings,
            EvaluatorMetrics metrics,
            OpenTelemetry openTelemetry,
            BooleanSupplier caughtUp,
            Clock clock) {}

    private DetectionTopology() {}

    public static Topology build(Parts parts) {
        var builder = new StreamsBuilder();
        addStores(builder, parts.settings());
        Map<String, KStream<String, Outgoing>> matched = builder.stream(
                        Topics.EVENTS,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("events"))
                .process(() -> new MatchProcessor(parts), Named.as("match"), LEDGER, SEEN)
                .split(Named.as("matched-"))
                .branch((_, out) -> out.target() == Target.FINDING, Branched.as(FINDING_BRANCH))
                .branch((_, out) -> out.target() == Target.QUARANTINE, Branched.as(QUARANTINE_BRANCH))
                .branch((_, out) -> out.target() == Target.SIGNAL, Branched.as(SIGNAL_BRANCH))
                .noDefaultBranch();
        send(branch(matched, "matched-" + FINDING_BRANCH), "match-findings", Topics.FINDINGS);
        send(branch(matched, "matched-" + QUARANTINE_BRANCH), "match-quarantine", Topics.QUARANTINE);
        Map<String, KStream<String, Outgoing>> correlated = bytes(
                        branch(matched, "matched-" + SIGNAL_BRANCH), "match-signals")
                .repartition(Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                        .withName(SIGNALS)
                        .withNumberOfPartitions(parts.settings().signalPartitions()))
                .process(
                        () -> new CorrelateProcessor(parts),
                        Named.as("correlate"),
                        GROUPS,
                        COPIES,
                        TIMERS,
                        CLOCKS,
                        CORRELATION_LEDGER)
                .split(Named.as("correlated-"))
                .branch((_, out) -> out.target() == Target.FINDING, Branched.as(FINDING_BRANCH))
                .branch((_, out) -> out.target() == Target.QUARANTINE, Branched.as(QUARANTINE_BRANCH))
                .branch((_, out) -> out.target() == Target.SIGNAL, Branched.as(SIGNAL_BRANCH))
                .noDefaultBranch();
        // an episode of one correlation is a signal of another: back to where signals come from, to its own group
        String signals = parts.settings().signalsTopic();
        bytes(branch(correlated, "correlated-" + SIGNAL_BRANCH), "correlate-signals")
                .to(
                        (_, _, _) -> signals,
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("chained-sink"));
        send(branch(correlated, "correlated-" + FINDING_BRANCH), "correlate-findings", Topics.FINDINGS);
        send(branch(correlated, "correlated-" + QUARANTINE_BRANCH), "correlate-quarantine", Topics.QUARANTINE);
        return builder.build();
    }

    private static KStream<String, Outgoing> branch(Map<String, KStream<String, Outgoing>> branches, String name) {
        KStream<String, Outgoing> branch = branches.get(name);
        if (branch == null) {
            throw new IllegalStateException("no branch " + name);
        }
        return branch;
    }

    private static KStream<String, byte[]> bytes(KStream<String, Outgoing> stream, String name) {
        return stream.mapValues(Outgoing::value, Named.as(name));
    }

    private static void send(KStream<String, Outgoing> stream, String name, String topic) {
        bytes(stream, name)
                .to(topic, Produced.with(Serdes.String(), Serdes.ByteArray()).withName(name + "-sink"));
    }

    private static void addStores(StreamsBuilder builder, TopologySettings settings) {
        // small and written on every event: in memory, and cached so that the changelog gets one entry per commit
        builder.addStateStore(keyed(Stores.inMemoryKeyValueStore(LEDGER)).withCachingEnabled());
        builder.addStateStore(
                keyed(Stores.inMemoryKeyValueStore(CORRELATION_LEDGER)).withCachingEnabled());
        builder.addStateStore(keyed(Stores.inMemoryKeyValueStore(CLOCKS)).withCachingEnabled());
        builder.addStateStore(keyed(Stores.persistentKeyValueStore(GROUPS)));
        builder.addStateStore(keyed(Stores.persistentKeyValueStore(COPIES)));
        builder.addStateStore(keyed(Stores.persistentKeyValueStore(TIMERS)));
        builder.addStateStore(seenEvents(settings.duplicateRetention()));
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> keyed(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray());
    }

    private static StoreBuilder<WindowStore<Bytes, byte[]>> seenEvents(Duration retention) {
        Serde<Bytes> keys = Serdes.Bytes();
        var supplier = Stores.persistentWindowStore(SEEN, retention.multipliedBy(2), retention, false);
        return Stores.windowStoreBuilder(supplier, keys, Serdes.ByteArray());
    }
}
