package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.s3queue.Announcements;
import tw.vigil.ingest.s3queue.ObjectStore;
import tw.vigil.ingest.s3queue.Queues;

@QuarkusTest
@TestProfile(S3QueueIT.WithQueue.class)
class S3QueueIT extends IngestStand {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TRAIL = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/08/20/";
    private static final String DIGESTS = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/08/20/";

    @Test
    void announcedObjectIsTakenInEveryForm() {
        Cloud.store.put(TRAIL + "one+1.json.gz", file("s3-straight"));
        Cloud.store.put(TRAIL + "two 2.json.gz", file("s3-sns"));
        Cloud.store.put(TRAIL + "three+3 %20.json.gz", file("s3-eventbridge"));
        Cloud.store.put(TRAIL + "four+4.json.gz", file("s3-cloudtrail"));

        announce(Announcements.ofS3(ObjectStore.BUCKET, TRAIL + "one%2B1.json.gz"));
        announce(Announcements.throughSns(Announcements.ofS3(ObjectStore.BUCKET, TRAIL + "two+2.json.gz")));
        announce(Announcements.ofEventBridge(ObjectStore.BUCKET, TRAIL + "three+3 %20.json.gz"));
        announce(Announcements.throughSns(
                "{\"s3Bucket\":\"" + ObjectStore.BUCKET + "\",\"s3ObjectKey\":[\"" + TRAIL + "four+4.json.gz\"]}"));

        awaitEvents("s3-straight", "s3-sns", "s3-eventbridge", "s3-cloudtrail");
        awaitEmptyQueue();
    }

    @Test
    void testsOfTheWayAndObjectsThatNobodyAskedForAreAcknowledged() {
        long control = count("control");
        long notWanted = count("not_wanted");

        announce("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"logs\"}");
        announce(Announcements.throughSns("CloudTrail validation message."));
        announce(Announcements.ofS3(ObjectStore.BUCKET, "elsewhere/x.json.gz"));
        announce(Announcements.ofS3(ObjectStore.BUCKET, TRAIL + "x.csv"));

        awaitEmptyQueue();
        assertThat(count("control") - control).isEqualTo(2);
        assertThat(count("not_wanted") - notWanted).isEqualTo(2);
    }

    @Test
    void digestFileIsNeverTakenAsEvents() {
        long digests = count("digest");
        Cloud.store.put(DIGESTS + "d.json.gz", Samples.gzip("{\"logFiles\":[]}"), Map.of("signature", "00"));

        announce(Announcements.ofS3(ObjectStore.BUCKET, DIGESTS + "d.json.gz"));

        awaitEmptyQueue();
        assertThat(count("digest") - digests).isEqualTo(1);
        assertThat(quarantine.read(0)).extracting(IngestStand::value).noneMatch(value -> value.contains("logFiles"));
    }

    @Test
    void prefixChoosesTheSource() {
        Cloud.store.put(
                "k8s/audit.jsonl",
                ("{\"kind\":\"EventList\",\"items\":[" + Samples.kubernetes("s3-k8s") + "]}\n")
                        .getBytes(StandardCharsets.UTF_8));

        announce(Announcements.ofS3(ObjectStore.BUCKET, "k8s/audit.jsonl"));

        assertThat(headers(awaitEvents("s3-k8s/ResponseComplete").getFirst()).get("ce_sourceid"))
                .isEqualTo("kubernetes.prod");
    }

    @Test
    void objectThatIsNotThereGoesToTheDeadLetterQueueByItself() {
        long missing = count("missing");
        String body = Announcements.ofS3(ObjectStore.BUCKET, TRAIL + "gone.json.gz");

        announce(body);

        awaitDead(body);
        assertThat(count("missing") - missing).isEqualTo(Cloud.RECEIPTS);
    }

    @Test
    void messageThatNobodyCanReadGoesToTheDeadLetterQueueByItself() {
        long unreadable = count("unreadable");

        announce("{\"poison\":true}");

        awaitDead("{\"poison\":true}");
        assertThat(count("unreadable") - unreadable).isEqualTo(Cloud.RECEIPTS);
    }

    @Test
    void recordThatCannotBeReadIsQuarantinedAndTheRestOfTheObjectTaken() {
        Cloud.store.put(
                TRAIL + "part.json.gz",
                Samples.gzip("{\"Records\":[" + Samples.cloudTrail("s3-part") + ",{\"no\":\"event\"}]}"));

        announce(Announcements.ofS3(ObjectStore.BUCKET, TRAIL + "part.json.gz"));

        awaitEvents("s3-part");
        assertThat(quarantine.read(1)).extracting(IngestStand::value).containsExactly("{\"no\":\"event\"}");
        awaitEmptyQueue();
    }

    @Test
    void objectBeyondTheLimitsOfRequestsIsTaken() {
        int records = 1 + Stand.BODY_BYTES / Samples.cloudTrail("s3-large-0").length();
        var text = new StringBuilder("{\"Records\":[");
        for (int i = 0; i < records; i++) {
            text.append(i == 0 ? "" : ",").append(Samples.cloudTrail("s3-large-" + i));
        }
        Cloud.store.put(TRAIL + "large.json", text.append("]}").toString().getBytes(StandardCharsets.UTF_8));

        announce(Announcements.ofS3(ObjectStore.BUCKET, TRAIL + "large.json"));

        awaitEvents("s3-large-0", "s3-large-" + (records - 1));
        awaitEmptyQueue();
    }

    private static byte[] file(String id) {
        return Samples.gzip("{\"Records\":[" + Samples.cloudTrail(id) + "]}");
    }

    private static void announce(String body) {
        Cloud.queues.send("trail", body);
    }

    /// The records with these keys, once all are there; those of other tests may lie between.
    private List<ConsumerRecord<String, byte[]>> awaitEvents(String... keys) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            events.read(1).stream()
                    .filter(record -> List.of(keys).contains(record.key()))
                    .forEach(found::add);
            assertThat(found).extracting(ConsumerRecord::key).contains(keys);
        });
        return found;
    }

    private static void awaitDead(String body) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        Cloud.queues.take("trail-dead", Duration.ofSeconds(1)).equals(body));
    }

    private static void awaitEmptyQueue() {
        Awaitility.await().atMost(LIMIT).until(() -> Cloud.queues.size("trail") == 0);
    }

    private static long count(String outcome) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("vigil_ingest_feed_total{feed=\"trail\",outcome=\"" + outcome + "\""))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToLong(number -> (long) Double.parseDouble(number))
                .sum();
    }

    public static class WithQueue extends OwnResources {
        public WithQueue() {
            super(List.of(Stand.class, Cloud.class));
        }
    }

    /// SQS and S3. Kept for the JVM, since the test sends to them.
    @SuppressWarnings("NullAway.Init") // set by start
    public static class Cloud implements QuarkusTestResourceLifecycleManager {
        static final int RECEIPTS = 2;
        static Queues queues;
        static ObjectStore store;
        private static Path folder;

        @Override
        public Map<String, String> start() {
            try {
                folder = Files.createTempDirectory("vigil-s3");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            store = ObjectStore.start(folder);
            queues = Queues.start();
            System.setProperty("aws.accessKeyId", "key");
            System.setProperty("aws.secretAccessKey", "secret");
            String key = "vigil.ingest.s3-queues.trail.";
            return Map.ofEntries(
                    Map.entry(key + "queue-url", queues.create("trail", RECEIPTS)),
                    Map.entry(key + "region", "eu-west-1"),
                    Map.entry(key + "sqs-endpoint", queues.endpoint().toString()),
                    Map.entry(key + "s3-endpoint", store.endpoint().toString()),
                    Map.entry(key + "path-style", "true"),
                    Map.entry(key + "wait-time", "PT1S"),
                    Map.entry(key + "visibility", "PT3S"),
                    Map.entry(key + "objects.trail.source", "aws.cloudtrail"),
                    Map.entry(key + "objects.trail.bucket", ObjectStore.BUCKET),
                    Map.entry(key + "objects.trail.prefix", "AWSLogs/"),
                    Map.entry(key + "objects.trail.suffix", ".json.gz"),
                    Map.entry(key + "objects.plain.source", "aws.cloudtrail"),
                    Map.entry(key + "objects.plain.prefix", "AWSLogs/"),
                    Map.entry(key + "objects.plain.suffix", ".json"),
                    Map.entry(key + "objects.k8s.source", "kubernetes.prod"),
                    Map.entry(key + "objects.k8s.prefix", "k8s/"),
                    Map.entry(key + "objects.k8s.format", "lines"));
        }

        @Override
        public void stop() {
            queues.close();
            store.close();
            try {
                Utils.delete(folder.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
