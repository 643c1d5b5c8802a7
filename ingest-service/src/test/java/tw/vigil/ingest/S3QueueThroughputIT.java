package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.ingest.s3queue.Announcements;
import tw.vigil.ingest.s3queue.ObjectStore;
import tw.vigil.ingest.s3queue.Queues;
import tw.vigil.ingest.s3queue.ServiceProcess;
import tw.vigil.launcher.broker.KafkaBroker;
import tw.vigil.samples.EventStream;

/// How fast objects come in, against a bare producer that writes the same records from memory, in alternating rounds.
/// By hand: `-Dit.test=S3QueueThroughputIT -Dvigil.s3.objects=100`.
@EnabledIfSystemProperty(named = "vigil.s3.objects", matches = "\\d+")
class S3QueueThroughputIT {
    private static final int OBJECTS = Integer.getInteger("vigil.s3.objects", 100);
    private static final int RECORDS = 1000;
    private static final int ROUNDS = 8;
    private static final System.Logger LOG = System.getLogger(S3QueueThroughputIT.class.getName());

    @TempDir
    Path folder = Path.of("");

    @Test
    void objectsAgainstABareProducer() throws Exception {
        List<EventStream.Sample> records = BareProducer.cloudTrail(RECORDS);
        byte[] file = BareProducer.file(records);
        try (var broker = KafkaBroker.start(folder.resolve("kafka"));
                var queues = Queues.start();
                var store = ObjectStore.start(folder)) {
            queues.create("trail", 1000);
            for (int i = 0; i < OBJECTS; i++) {
                store.put("AWSLogs/" + i + ".json.gz", file);
            }
            try (var service = ServiceProcess.start(
                    folder,
                    settings(broker, queues, store),
                    List.of(System.getProperty("vigil.s3.jvm", "-Xmx512m").split(" ")))) {
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

    private static double bare(KafkaBroker broker, List<EventStream.Sample> records) {
        long start = System.nanoTime();
        BareProducer.produce(broker.bootstrapServers(), records, (long) OBJECTS * RECORDS);
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
