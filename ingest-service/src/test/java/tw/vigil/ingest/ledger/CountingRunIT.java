package tw.vigil.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.Topics;
import tw.vigil.launcher.broker.KafkaBroker;

/// Instances that count, and die, on a broker of this test's own.
@SuppressWarnings("NullAway.Init") // set before all tests
class CountingRunIT {
    private static final int PARTITIONS = 2;
    private static final Set<String> PLACES = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> Topics.EVENTS + "-" + partition)
            .collect(Collectors.toSet());

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static Map<String, Object> connection;

    private final CountingMetrics metrics = new CountingMetrics(new SimpleMeterRegistry(), Set.of());
    private final String test = UUID.randomUUID().toString();
    private final HourCounts before = all();
    private int sent;

    @BeforeAll
    static void startBroker() throws IOException, ExecutionException, InterruptedException {
        broker = KafkaBroker.start(folder.resolve("kafka"));
        connection = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var admin = Admin.create(connection)) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.EVENTS, PARTITIONS, (short) 1),
                            new NewTopic(Topics.QUARANTINE, 1, (short) 1),
                            new NewTopic(Topics.LEDGER, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void instanceThatDiesBetweenTwoFlushesLosesAndDoublesNothing() {
        send(100);
        try (var first = new CountingRun(connection, LedgerRecords.config(1000), metrics, new Probes(Map.of()))) {
            countUntil(first, 100);
            send(50);
            // Counted in memory, and never flushed: as kill -9 would leave it.
            first.step();
        }
        send(7);

        try (var second = new CountingRun(connection, LedgerRecords.config(1000), metrics, new Probes(Map.of()))) {
            countUntil(second, 157);
        }
        assertThat(duplicates()).isZero();
    }

    @Test
    void duplicatesAreRecognisedAcrossARestart() {
        send(20);
        try (var first = new CountingRun(connection, LedgerRecords.config(1000), metrics, new Probes(Map.of()))) {
            countUntil(first, 20);
        }
        sent = 0;
        send(20);

        try (var second = new CountingRun(connection, LedgerRecords.config(1000), metrics, new Probes(Map.of()))) {
            countUntil(second, 40);
        }
        assertThat(duplicates()).isEqualTo(20);
    }

    @Test
    void twoInstancesShareThePartitionsAndOneTakesOverFromTheOther() throws InterruptedException {
        send(200);
        var leaving = new AtomicBoolean();
        try (var staying = new CountingRun(connection, LedgerRecords.config(1000), metrics, new Probes(Map.of()))) {
            staying.open();
            Thread other = Thread.ofPlatform().start(() -> {
                try (var run = new CountingRun(connection, LedgerRecords.config(1000), metrics, new Probes(Map.of()))) {
                    run.open();
                    while (!leaving.get()) {
                        run.step();
                    }
                }
            });
            stepUntil(staying, 200);
            for (int i = 0; i < 5; i++) {
                send(40);
                staying.step();
            }
            leaving.set(true);
            other.join();
            send(10);
            stepUntil(staying, 410);
        }
        assertThat(duplicates()).isZero();
    }

    private void countUntil(CountingRun run, long records) {
        run.open();
        stepUntil(run, records);
    }

    private void stepUntil(CountingRun run, long records) {
        Awaitility.await()
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    run.step();
                    return accepted() == records;
                });
    }

    private long accepted() {
        return all().accepted() - before.accepted();
    }

    private long duplicates() {
        return all().duplicate() - before.duplicate();
    }

    private static HourCounts all() {
        var total = new HourCounts();
        new LedgerTopic(connection).read(PLACES).forEach((entry, counts) -> {
            if (entry.hour() == null) {
                total.add(counts);
            }
        });
        return total;
    }

    private void send(int records) {
        try (var producer = new KafkaProducer<>(connection, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                var record = new ProducerRecord<>(Topics.EVENTS, test + sent++, new byte[] {'{', '}'});
                record.headers().add("ce_sourceid", "aws.cloudtrail".getBytes(StandardCharsets.UTF_8));
                record.headers().add("ce_time", Instant.now().toString().getBytes(StandardCharsets.UTF_8));
                var _ = producer.send(record);
            }
        }
    }
}
