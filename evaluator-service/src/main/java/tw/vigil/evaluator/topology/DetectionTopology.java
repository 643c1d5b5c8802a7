package tw.vigil.evaluator.topology;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
import tw.vigil.evaluator.canary.Canaries;
import tw.vigil.evaluator.canary.Proofs;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.Topics;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.RuleSet;

/// The one topology of the evaluator, the same for any rule set:
/// ```
/// vigil.events ───► match ─► findings ─────────────────────────► vigil.findings, or vigil.findings.shadow
/// vigil.canaries ─►   ├────► unreadable ───────────────────────► vigil.quarantine
///        ▲            ├────► findings on canaries ─────────────► vigil.proofs
///        └── events ──┤
///        of canaries  └────► signals (by correlation and group) ─► correlate ─► the same
///                                         ▲                             │
///                                         └───── episodes that count ───┘
/// ```
/// A heartbeat takes the way of signals, and from correlate to vigil.heartbeats.
/// Names of nodes and stores are part of the deployed state: renaming one loses what it holds.
public final class DetectionTopology {
    /// [LedgerEntry] by source id, of the match stage.
    public static final String LEDGER = "ledger";

    /// [LedgerEntry] by rule id, of the match stage: `evaluated` counts matches.
    public static final String RULE_LEDGER = "rule-ledger";

    /// [LedgerEntry] by correlation id, of the correlate stage: `findings`, and when the newest was.
    public static final String CORRELATION_LEDGER = "correlation-ledger";

    /// Name of the repartition topic: `<application id>-signals-repartition`.
    public static final String SIGNALS = "signals";

    static final String SEEN = "seen-events";
    /// [LedgerEntry] by correlation id, of the correlate stage: `evaluated` is the number of groups.
    public static final String GROUP_COUNTS = "group-counts";

    static final String GROUPS = "groups";
    static final String COPIES = "event-copies";
    static final String TIMERS = "timers";
    static final String CLOCKS = "source-clocks";

    /// What the processors work with.
    ///
    /// @param rules the active rule set; may be replaced at any time, takes effect with the next record
    /// @param evaluators makes the evaluator of a rule set
    /// @param caughtUp whether the input has been read up to its end; idle groups age only then
    /// @param selfTest which canaries are played, and what they have proven
    /// @param clock the wall clock, for `evaluated` and latencies
    public record Parts(
            Supplier<RuleSet> rules,
            Function<RuleSet, EventEvaluator> evaluators,
            TopologySettings settings,
            EvaluatorMetrics metrics,
            OpenTelemetry openTelemetry,
            BooleanSupplier caughtUp,
            SelfTest selfTest,
            Clock clock) {}

    /// @param canaries of the rules in use
    /// @param proofs what all instances have proven
    /// @param interval between two runs of a rule's canary; zero: none is played
    /// @param silentAfter how long nothing may match a rule before that is told; zero: never told
    public record SelfTest(Supplier<Canaries> canaries, Proofs proofs, Duration interval, Duration silentAfter) {}

    private DetectionTopology() {}

    public static Topology build(Parts parts) {
        var builder = new StreamsBuilder();
        addStores(builder, parts.settings());
        KStream<String, Outgoing> matched = builder.stream(
                        List.of(Topics.EVENTS, Topics.CANARIES),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("events"))
                .process(() -> new MatchProcessor(parts), Named.as("match"), LEDGER, RULE_LEDGER, SEEN);
        var match = split(matched, "matched-");
        sendAll(match, "match");
        // to a topic that is read here as well: only by this way does a canary go through all that an event goes
        // through
        bytes(match.to(Target.CANARY), "match-canaries")
                .to(
                        (_, _, _) -> Topics.CANARIES,
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("match-canaries-sink"));
        KStream<String, Outgoing> correlated = bytes(match.to(Target.SIGNAL), "match-signals")
                .repartition(Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                        .withName(SIGNALS)
                        .withNumberOfPartitions(parts.settings().signalPartitions()))
                .process(
                        () -> new CorrelateProcessor(parts),
                        Named.as("correlate"),
                        GROUPS,
                        GROUP_COUNTS,
                        COPIES,
                        TIMERS,
                        CLOCKS,
                        CORRELATION_LEDGER);
        var correlate = split(correlated, "correlated-");
        sendAll(correlate, "correlate");
        send(correlate.to(Target.HEARTBEAT), "correlate-heartbeats", Topics.HEARTBEATS);
        // an episode of one correlation is a signal of another: back to where signals come from, to its own group
        String signals = parts.settings().signalsTopic();
        bytes(correlate.to(Target.SIGNAL), "correlate-signals")
                .to(
                        (_, _, _) -> signals,
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("chained-sink"));
        return builder.build();
    }

    /// What a stage sends, by target.
    private record Branches(String prefix, Map<String, KStream<String, Outgoing>> streams) {
        KStream<String, Outgoing> to(Target target) {
            String name = prefix + target.name().toLowerCase(Locale.ROOT);
            return Objects.requireNonNull(streams.get(name), name);
        }
    }

    /// What both stages send to the outside.
    private static void sendAll(Branches branches, String stage) {
        send(branches.to(Target.FINDING), stage + "-findings", Topics.FINDINGS);
        send(branches.to(Target.SHADOW), stage + "-shadow-findings", Topics.SHADOW_FINDINGS);
        send(branches.to(Target.PROOF), stage + "-proofs", Topics.PROOFS);
        send(branches.to(Target.QUARANTINE), stage + "-quarantine", Topics.QUARANTINE);
    }

    private static Branches split(KStream<String, Outgoing> stream, String prefix) {
        var branched = stream.split(Named.as(prefix));
        for (Target target : Target.values()) {
            branched = branched.branch(
                    (_, out) -> out.target() == target,
                    Branched.as(target.name().toLowerCase(Locale.ROOT)));
        }
        var streams = branched.noDefaultBranch();
        return new Branches(prefix, streams);
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
        builder.addStateStore(keyed(Stores.inMemoryKeyValueStore(RULE_LEDGER)).withCachingEnabled());
        builder.addStateStore(
                keyed(Stores.inMemoryKeyValueStore(CORRELATION_LEDGER)).withCachingEnabled());
        builder.addStateStore(keyed(Stores.inMemoryKeyValueStore(GROUP_COUNTS)).withCachingEnabled());
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
