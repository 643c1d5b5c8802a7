package tw.vigil.evaluator.topology;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import tw.vigil.evaluator.canary.Canaries;
import tw.vigil.evaluator.canary.Proof;
import tw.vigil.evaluator.canary.Proofs;
import tw.vigil.evaluator.topology.DetectionTopology.SelfTest;
import tw.vigil.event.Finding;
import tw.vigil.event.Heartbeat;
import tw.vigil.event.Topics;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.RuleSet;

/// The topology in a TopologyTestDriver.
final class Stage implements AutoCloseable {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    static final long MAX_GROUPS = 50;

    private static final SelfTest NO_TEST =
            new SelfTest(() -> Canaries.NONE, new Proofs(), Duration.ZERO, Duration.ZERO);

    private final SelfTest selfTest;
    private final AtomicReference<RuleSet> rules;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MovingClock clock = new MovingClock();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> events;
    private final TestInputTopic<String, byte[]> signals;
    private final TestOutputTopic<String, byte[]> findings;
    private final TestOutputTopic<String, byte[]> shadowFindings;
    private final TestOutputTopic<String, byte[]> proofs;
    private final TestOutputTopic<String, byte[]> heartbeats;
    private final TestOutputTopic<String, byte[]> quarantine;

    Stage(Path stateDir, RuleSet first) {
        this(stateDir, first, OpenTelemetry.noop());
    }

    Stage(Path stateDir, RuleSet first, OpenTelemetry openTelemetry) {
        this(stateDir, first, openTelemetry, RuleSet::newEvaluator);
    }

    Stage(Path stateDir, RuleSet first, OpenTelemetry openTelemetry, Function<RuleSet, EventEvaluator> evaluators) {
        this(stateDir, first, openTelemetry, evaluators, NO_TEST);
    }

    Stage(
            Path stateDir,
            RuleSet first,
            OpenTelemetry openTelemetry,
            Function<RuleSet, EventEvaluator> evaluators,
            SelfTest selfTest) {
        this.selfTest = selfTest;
        rules = new AtomicReference<>(first);
        var metrics = new EvaluatorMetrics(registry);
        var settings = new TopologySettings(
                "stage", Duration.ofMinutes(20), Duration.ofHours(24), 1, 1, MAX_GROUPS, Duration.ofSeconds(5));
        var parts = new DetectionTopology.Parts(
                rules::get, evaluators, settings, metrics, openTelemetry, () -> true, selfTest, clock);
        driver = new TopologyTestDriver(DetectionTopology.build(parts), streamSettings(stateDir), START);
        events = driver.createInputTopic(Topics.EVENTS, new ByteArraySerializer(), new ByteArraySerializer());
        signals = driver.createInputTopic(
                "stage-" + DetectionTopology.SIGNALS + "-repartition",
                new StringSerializer(),
                new ByteArraySerializer());
        findings = driver.createOutputTopic(Topics.FINDINGS, new StringDeserializer(), new ByteArrayDeserializer());
        shadowFindings =
                driver.createOutputTopic(Topics.SHADOW_FINDINGS, new StringDeserializer(), new ByteArrayDeserializer());
        proofs = driver.createOutputTopic(Topics.PROOFS, new StringDeserializer(), new ByteArrayDeserializer());
        heartbeats = driver.createOutputTopic(Topics.HEARTBEATS, new StringDeserializer(), new ByteArrayDeserializer());
        quarantine = driver.createOutputTopic(Topics.QUARANTINE, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Properties streamSettings(Path stateDir) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "stage");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return settings;
    }

    void send(AuditRecord... records) {
        for (AuditRecord sent : records) {
            events.pipeInput(new TestRecord<>(sent.key(), sent.value(), sent.kafkaHeaders(), START));
        }
    }

    /// Puts bytes between the stages, as another version of this service would.
    void signal(String key, byte[] value) {
        signals.pipeInput(key, value, START);
    }

    void activate(RuleSet next) {
        rules.set(next);
    }

    void passes(Duration time) {
        clock.now = clock.now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /// What was sent since the last call.
    List<Finding> findings() {
        List<Finding> result = new ArrayList<>();
        findingRecords().forEach(sent -> result.add(read(sent.value())));
        return result;
    }

    /// Findings of rules in the stage `shadow` since the last call.
    List<Finding> shadowFindings() {
        return shadowFindings.readValuesToList().stream().map(Stage::read).toList();
    }

    /// What canaries proved since the last call.
    List<Proof> proofs() {
        List<Proof> result = new ArrayList<>();
        proofs.readRecordsToList().forEach(sent -> {
            try {
                // as the follower of the topic does
                if (!selfTest.proofs().activity().take(sent.key(), sent.value())) {
                    result.add(Proof.from(sent.value()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return result;
    }

    /// Beats that passed both stages since the last call.
    List<Heartbeat> heartbeats() {
        return heartbeats.readValuesToList().stream()
                .map(value -> read(value, Heartbeat.class))
                .toList();
    }

    Instant now() {
        return clock.instant();
    }

    List<TestRecord<String, byte[]>> findingRecords() {
        return findings.readRecordsToList();
    }

    /// The newest revision of each finding since the last call, by id.
    Map<String, Finding> newestFindings() {
        Map<String, Finding> newest = new LinkedHashMap<>();
        findings()
                .forEach(finding ->
                        newest.merge(finding.findingId(), finding, (a, b) -> a.revision() > b.revision() ? a : b));
        return newest;
    }

    List<TestRecord<String, byte[]>> quarantined() {
        return quarantine.readRecordsToList();
    }

    LedgerEntry ledger(String source) {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(DetectionTopology.LEDGER);
        byte[] entry = store.get(Bytes.wrap(source.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return entry == null ? LedgerEntry.EMPTY : LedgerEntry.from(entry);
    }

    long entries(String storeName) {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(storeName);
        long count = 0;
        try (var rows = store.all()) {
            while (rows.hasNext()) {
                rows.next();
                count++;
            }
        }
        return count;
    }

    double counted(String name, String rule) {
        Counter counter = registry.find(name).tag("rule", rule).counter();
        return counter == null ? 0 : counter.count();
    }

    double unknownSignals() {
        return registry.get("vigil.correlation.unknown.signals").counter().count();
    }

    static Finding read(byte[] json) {
        return read(json, Finding.class);
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
        registry.close();
    }

    /// Goes with the driver's wall clock.
    private static final class MovingClock extends Clock {
        private Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
