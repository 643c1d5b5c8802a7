package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.ingest.s3queue.Announcements;
import tw.vigil.ingest.s3queue.ObjectStore;
import tw.vigil.ingest.s3queue.Queues;
import tw.vigil.ingest.s3queue.ServiceProcess;
import tw.vigil.launcher.broker.KafkaBroker;

/// How fast objects come in, against a bare producer that writes the same records from memory, in alternating rounds.
/// By hand: `-Dit.test=S3QueueThroughputIT -Dvigil.s3.objects=100`.
@EnabledIfSystemProperty(named = "vigil.s3.objects", matches = "\\d+")
class S3QueueThroughputIT {
    private static final int OBJECTS = Integer.getInteger("vigil.s3.objects", 100);
    private static final int RECORDS = 1000;
    private static final int ROUNDS = 3;
    private static final System.Logger LOG = System.getLogger(S3QueueThroughputIT.class.getName());

    @TempDir
    Path folder = Path.of("");

    @Test
    void objectsAgainstABareProducer() throws Exception {
        List<String> records = new ArrayList<>();
        String padding = "\"userAgent\":\"" + "aws-cli/2.27.1 ".repeat(50) + "\",";
        for (int i = 0; i < RECORDS; i++) {
            records.add(Samples.cloudTrail("throughput-" + i).replace("\"eventTime\"", padding + "\"eventTime\""));
        }
        byte[] file = Samples.gzip("{\"Records\":[" + String.join(",", records) + "]}");
        try (var broker = KafkaBroker.start(folder.resolve("kafka"));
                var queues = Queues.start();
                var store = ObjectStore.start(folder)) {
            queues.create("trail", 1000);
            for (int i = 0; i < OBJECTS; i++) {
                store.put("AWSLogs/" + i + ".json.gz", file);
            }
            try (var service = ServiceProcess.start(folder, settings(broker, queues, store))) {
                service.awaitReady();
                objects(queues);
                bare(broker, records);
                for (int round = 0; round < ROUNDS; round++) {
                    double objects = objects(queues);
                    double bare = bare(broker, records);
                    LOG.log(
                            System.Logger.Level.INFO,
                            "records/s from objects {0}, of a bare producer {1}, ratio {2}",
                            Math.round(objects),
                            Math.round(bare),
                            Math.round(100 * objects / bare) / 100.0);
                    assertThat(objects).isPositive();
                }
            }
        }
    }

    private static double objects(Queues queues) {
        long start = System.nanoTime();
        for (int i = 0; i < OBJECTS; i++) {
            queues.send("trail", Announcements.ofS3(ObjectStore.BUCKET, "AWSLogs/" + i + ".json.gz"));
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> queues.size("trail") == 0);
        return perSecond(start);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flush waits for all of them
    private static double bare(KafkaBroker broker, List<String> records) throws Exception {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "acks",
                "all",
                "compression.type",
                "lz4",
                "linger.ms",
                2,
                "batch.size",
                131072);
        try (Admin admin = Admin.create(settings)) {
            if (!admin.listTopics().names().get().contains("bare")) {
                admin.createTopics(List.of(new NewTopic("bare", 6, (short) 1)))
                        .all()
                        .get();
            }
        }
        long start = System.nanoTime();
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < OBJECTS; i++) {
                for (int j = 0; j < RECORDS; j++) {
                    producer.send(new ProducerRecord<>(
                            "bare", "throughput-" + j, records.get(j).getBytes(StandardCharsets.UTF_8)));
                }
            }
            producer.flush();
        }
        return perSecond(start);
    }

    private static double perSecond(long start) {
        return OBJECTS * RECORDS / ((System.nanoTime() - start) / 1e9);
    }

    private static Map<String, String> settings(KafkaBroker broker, Queues queues, ObjectStore store) {
        String key = "vigil.ingest.s3-queues.trail.";
        return Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                key + "queue-url",
                queues.url("trail"),
                key + "region",
                "eu-west-1",
                key + "sqs-endpoint",
                queues.endpoint().toString(),
                key + "s3-endpoint",
                store.endpoint().toString(),
                key + "path-style",
                "true",
                key + "objects.trail.source",
                "aws.cloudtrail");
    }
}
