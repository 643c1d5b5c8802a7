package tw.vigil.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMailUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.launcher.stack.PortBook.Owner;
import tw.vigil.samples.AttackStory;
import tw.vigil.samples.CloudTrail;
import tw.vigil.samples.Step;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineIT {
    /// Not that of the played attack, whose order of steps a chain of rules judges.
    private static final String OTHER_ACCOUNT = "444455556666";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private VigilStand vigil;

    @BeforeAll
    void start() throws Exception {
        vigil = VigilStand.shared();
    }

    @Test
    void aCloudTrailFileBecomesAlertsMailsAndSignedHooks() throws Exception {
        var steps = AttackStory.steps(Instant.now()).stream()
                .filter(step -> step.source().equals(Step.CLOUDTRAIL))
                .toList();
        Set<String> expected =
                steps.stream().flatMap(step -> step.expected().stream()).collect(Collectors.toSet());
        Path file = folder.resolve("trail.json.gz");
        Files.write(file, gzip(records(steps)));

        var sent = vigil.vigil("send", "aws.cloudtrail", file.toString());

        assertThat(sent.status()).as(sent.output()).isZero();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(rules()).containsAll(expected));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(notifications("pending")).isZero());
        assertThat(notifications("dead")).isZero();
        var alerts = ids(vigil.alerts(""));
        assertThat(mailedAlerts()).containsAll(alerts);
        assertThat(vigil.hooks())
                .isNotEmpty()
                .allMatch(hook -> hook.path("verified").asBoolean());
        assertThat(hookedAlerts()).containsAll(alerts);
    }

    @Test
    void theTraceOfTheRequestReachesTheHook() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        byte[] event = CloudTrail.apiCall("cloudtrail", "StopLogging")
                .inAccount(OTHER_ACCOUNT)
                .by("traced.user")
                .at(Instant.now())
                .requesting("{\"name\":\"traced-trail\"}")
                .toJson();

        vigil.post("aws.cloudtrail", "application/json", event, "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(vigil.hooks())
                        .anyMatch(hook -> hook.path("traceparent").asText().startsWith("00-" + trace + "-")));
        assertThat(findingsOf(trace)).isPositive();
        for (String service : List.of("vigil-ingest", "evaluator", "vigil-alert")) {
            await(service + " sends a span of the trace").atMost(LIMIT).until(() -> vigil.spans.has(service, trace));
        }
    }

    @Test
    void whatCannotBeReadIsQuarantinedAndTheRestGoesOn() throws Exception {
        Path file = folder.resolve("broken.jsonl");
        byte[] good =
                CloudTrail.apiCall("s3", "GetBucketLocation").at(Instant.now()).toJson();
        Files.writeString(file, new String(good, StandardCharsets.UTF_8) + "\n{\"eventID\": \n");

        var sent = vigil.vigil("send", "aws.cloudtrail", file.toString());

        assertThat(sent.status()).as(sent.output()).isEqualTo(1);
        assertThat(sent.output()).contains("received 2, accepted 1, quarantined 1");
    }

    @Test
    void aDamagedFileIsSentUpToWhereItBreaks() throws Exception {
        var lines = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            byte[] event = CloudTrail.apiCall("s3", "GetBucketLocation")
                    .by("reader-" + i)
                    .at(Instant.now())
                    .toJson();
            lines.append(new String(event, StandardCharsets.UTF_8)).append('\n');
        }
        byte[] whole = gzip(lines.toString().getBytes(StandardCharsets.UTF_8));
        Path cut = folder.resolve("cut.jsonl.gz");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

        var sent = vigil.vigil("send", "aws.cloudtrail", cut.toString());

        assertThat(sent.status()).as(sent.output()).isEqualTo(1);
        assertThat(sent.output())
                .containsPattern("received [1-9]\\d*, accepted [1-9]\\d*, quarantined 0")
                .contains("the compressed file ends too early; it was sent up to line");
    }

    @Test
    void whatIsNoFileOrHoldsNothingIsSaid() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.jsonl"));

        var sent = vigil.vigil("send", "aws.cloudtrail", empty.toString());
        var refused = vigil.vigil("send", "aws.cloudtrail", folder.toString());

        assertThat(sent.output()).contains("the file is empty");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("is a folder");
    }

    @Test
    void aFolderThatCannotKeepStateIsRefusedInOneSentence() throws Exception {
        Path file = Files.createFile(folder.resolve("not-a-folder"));

        var start = vigil.vigil(file, "up");

        assertThat(start.status()).isEqualTo(1);
        assertThat(start.output().lines())
                .singleElement()
                .asString()
                .contains("cannot keep state in " + file, "VIGIL_HOME");
    }

    @Test
    void everythingThatCameInIsAccountedFor() throws Exception {
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            var status = vigil.vigil("status", "--output", "json");
            assertThat(status.status()).as(status.output()).isZero();
            var equations = VigilStand.JSON.readTree(status.output()).path("accounting");
            assertThat(equations)
                    .isNotEmpty()
                    .allMatch(equation -> equation.path("ok").asBoolean());
        });
    }

    @Test
    void aSecondStartOnTheSameFolderIsRefused() throws Exception {
        var second = vigil.vigil("up");

        assertThat(second.status()).isEqualTo(1);
        assertThat(second.output()).contains("already runs", vigil.folder.path().toString());
    }

    @Test
    void aTakenPortIsRefusedByName() throws Exception {
        String port = vigil.console().replaceAll(".*:", "");

        var start = vigil.vigil(folder.resolve("other"), "up", "--port", port);

        assertThat(start.status()).isEqualTo(1);
        assertThat(start.output()).contains("port " + port + " is taken", "--port");
    }

    /// How many findings on the topic carry this trace.
    private long findingsOf(String trace) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + vigil.stack().ports().of(Owner.KAFKA),
                "isolation.level",
                "read_committed");
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            var partitions = consumer.partitionsFor("vigil.findings").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            long found = 0;
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (var item : consumer.poll(Duration.ofMillis(200))) {
                    var header = item.headers().lastHeader("traceparent");
                    found += header != null && new String(header.value(), StandardCharsets.US_ASCII).contains(trace)
                            ? 1
                            : 0;
                }
            }
            return found;
        }
    }

    private Set<String> rules() throws IOException, InterruptedException {
        return vigil.alerts("").stream()
                .map(alert -> alert.path("rule").path("key").asText())
                .collect(Collectors.toSet());
    }

    private long notifications(String state) throws IOException, InterruptedException {
        return vigil.get("/v1/accounting").path("notifications").path(state).asLong();
    }

    private static Set<String> ids(List<JsonNode> alerts) {
        return alerts.stream().map(alert -> alert.path("id").asText()).collect(Collectors.toSet());
    }

    private Set<String> mailedAlerts() {
        return Arrays.stream(vigil.mails.getReceivedMessages())
                .map(mail -> GreenMailUtil.getHeaders(mail))
                .flatMap(headers -> headers.lines().filter(line -> line.startsWith("X-Vigil-Alert:")))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .collect(Collectors.toSet());
    }

    private Set<String> hookedAlerts() throws IOException {
        var ids = new HashSet<String>();
        for (JsonNode hook : vigil.hooks()) {
            ids.add(VigilStand.JSON
                    .readTree(hook.path("body").asText())
                    .path("data")
                    .path("alert_id")
                    .asText());
        }
        return ids;
    }

    private static byte[] records(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step.records().stream())
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }
}
