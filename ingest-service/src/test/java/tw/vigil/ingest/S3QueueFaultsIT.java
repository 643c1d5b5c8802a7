package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.OwnEvent;
import tw.vigil.event.Topics;
import tw.vigil.ingest.s3queue.Announcements;
import tw.vigil.ingest.s3queue.ObjectStore;
import tw.vigil.ingest.s3queue.Queues;
import tw.vigil.ingest.s3queue.ServiceProcess;
import tw.vigil.launcher.broker.KafkaBroker;

/// The service is killed while it reads objects, and the broker goes away under it. The long run:
/// `-Dvigil.chaos.objects=1000 -Dvigil.chaos.kills=20 -Dvigil.chaos.away=30`.
@SuppressWarnings("NullAway.Init") // set before each test
class S3QueueFaultsIT {
    private static final int OBJECTS = Integer.getInteger("vigil.chaos.objects", 40);
    private static final int KILLS = Integer.getInteger("vigil.chaos.kills", 2);
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("vigil.chaos.away", 3));
    private static final int RECORDS = Integer.getInteger("vigil.chaos.records", 50);
    private static final long SEED = Long.getLong("cases.seed", 20_260_101L);
    private static final Duration LIMIT = Duration.ofMinutes(2 + OBJECTS / 100);

    @TempDir
    Path folder;

    private KafkaBroker broker;
    private Queues queues;
    private ObjectStore store;
    private ServiceProcess service;

    @BeforeEach
    void start() throws IOException {
        broker = KafkaBroker.start(folder.resolve("kafka"));
        queues = Queues.start();
        store = ObjectStore.start(folder);
        // Killed workers use receipts up; the dead-letter queue is not what this is about.
        queues.create("trail", 1000);
        service = ServiceProcess.start(folder, settings());
    }

    @AfterEach
    void stop() {
        service.close();
        store.close();
        queues.close();
        broker.close();
    }

    @Test
    void killedAtAnyMomentItLosesNothing() throws IOException {
        var random = new SplittableRandom(SEED);
        Set<String> sent = announceObjects(0, OBJECTS);

        for (int kill = 1; kill <= KILLS; kill++) {
            service.awaitReady();
            int left = OBJECTS - OBJECTS * kill / (KILLS + 1) + random.nextInt(Math.max(1, OBJECTS / (2 * KILLS)));
            awaitQueue(left);
            service.kill();
            service = ServiceProcess.start(folder, settings());
        }

        awaitQueue(0);
        assertThat(keys().keySet()).as("seed %d", SEED).isEqualTo(sent);
        assertThat(queues.size("trail-dead")).isZero();
    }

    @Test
    void brokerAwayUnderLoadLosesNothingAndFillsNoMemory() throws IOException {
        service.awaitReady();
        Set<String> sent = announceObjects(0, OBJECTS / 2);
        awaitQueue(OBJECTS / 4);
        long before = service.residentBytes();

        broker.process().kill();
        Instant back = Instant.now().plus(AWAY);
        sent.addAll(announceObjects(OBJECTS / 2, OBJECTS));
        long most = 0;
        while (Instant.now().isBefore(back)) {
            most = Math.max(most, service.residentBytes());
            queues.take("trail-dead", Duration.ofSeconds(1));
        }
        broker = KafkaBroker.start(folder.resolve("kafka"), broker.port());

        awaitQueue(0);
        Map<String, Integer> keys = keys();
        long after = service.residentBytes();
        System.getLogger(S3QueueFaultsIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "resident MB before {0}, most while the broker was away {1}, after {2}; records {3}, keys {4}",
                        before >> 20,
                        most >> 20,
                        after >> 20,
                        keys.values().stream().mapToInt(Integer::intValue).sum(),
                        keys.size());
        assertThat(keys.keySet()).isEqualTo(sent);
        assertThat(queues.size("trail-dead")).isZero();
        assertThat(most).isLessThan(before + (64 << 20));
    }

    private Set<String> announceObjects(int from, int to) {
        Set<String> ids = new HashSet<>();
        for (int object = from; object < to; object++) {
            List<String> records = new ArrayList<>();
            for (int record = 0; record < RECORDS; record++) {
                String id = "chaos-" + object + "-" + record;
                ids.add(id);
                records.add(Samples.cloudTrail(id));
            }
            String key = "AWSLogs/" + object + ".json.gz";
            store.put(key, Samples.gzip("{\"Records\":[" + String.join(",", records) + "]}"));
            queues.send("trail", Announcements.ofS3(ObjectStore.BUCKET, key));
        }
        return ids;
    }

    private void awaitQueue(int left) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> queues.size("trail") <= left);
    }

    /// How often each key lies on the topic.
    private Map<String, Integer> keys() {
        var keys = new HashMap<String, Integer>();
        try (var consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(partition -> new TopicPartition(Topics.EVENTS, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    // each start is an event of Vigil's own, on the same topic
                    byte[] source = record.headers().lastHeader("ce_sourceid").value();
                    if (!new String(source, StandardCharsets.UTF_8).equals(OwnEvent.SOURCE)) {
                        keys.merge(record.key(), 1, Integer::sum);
                    }
                });
            }
        }
        return keys;
    }

    private Map<String, String> settings() {
        String key = "vigil.ingest.s3-queues.trail.";
        return Map.ofEntries(
                Map.entry("kafka.bootstrap.servers", broker.bootstrapServers()),
                Map.entry("vigil.ingest.publish.acknowledgement-timeout", "PT3S"),
                Map.entry(key + "queue-url", queues.url("trail")),
                Map.entry(key + "region", "eu-west-1"),
                Map.entry(key + "sqs-endpoint", queues.endpoint().toString()),
                Map.entry(key + "s3-endpoint", store.endpoint().toString()),
                Map.entry(key + "path-style", "true"),
                Map.entry(key + "wait-time", "PT1S"),
                Map.entry(key + "visibility", "PT5S"),
                Map.entry(key + "objects.trail.source", "aws.cloudtrail"),
                Map.entry(key + "objects.trail.prefix", "AWSLogs/"));
    }
}
