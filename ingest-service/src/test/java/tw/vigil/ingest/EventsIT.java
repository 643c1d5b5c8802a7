package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class EventsIT extends IngestStand {
    private static final String ONE = Samples.cloudTrail("one");
    private static final String TWO = Samples.cloudTrail("two");
    private static final String RECORDS = "{\"Records\":[" + ONE + "," + TWO + "]}";
    private static final String EVENT_BRIDGE =
            "{\"version\":\"0\",\"id\":\"6a7e\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.iam\","
                    + "\"account\":\"111122223333\",\"time\":\"2026-08-20T10:15:30Z\",\"detail\":";

    static Stream<Arguments> forms() {
        return Stream.of(
                form("one object", "application/json", ONE, ONE),
                form("two lines", "application/x-ndjson", ONE + "\n" + TWO + "\n", ONE, TWO),
                form("two lines as json", "application/json", ONE + "\n" + TWO, ONE, TWO),
                form("array", "application/json", "[" + ONE + "," + TWO + "]", ONE, TWO),
                form("log file", "application/json", RECORDS, ONE, TWO),
                form("event bridge", "application/json", EVENT_BRIDGE + ONE + "}", ONE),
                form("cloud event", "application/cloudevents+json", cloudEvent("\"data\": " + ONE), ONE),
                form(
                        "cloud event of base64",
                        "application/cloudevents+json; charset=utf-8",
                        cloudEvent("\"data_base64\":\""
                                + Base64.getEncoder().encodeToString(ONE.getBytes(StandardCharsets.UTF_8)) + "\""),
                        ONE),
                form(
                        "batch of cloud events",
                        "application/cloudevents-batch+json",
                        "[" + cloudEvent("\"data\":" + ONE) + ",\n" + cloudEvent("\"data\":" + RECORDS) + "]",
                        ONE,
                        ONE,
                        TWO));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void everyFormGivesTheRecordsAsTheVendorWroteThem(
            String name, String contentType, String body, List<String> expected) {
        var response = sendAs(contentType, body.getBytes(StandardCharsets.UTF_8));

        assertCounts(response, expected.size(), 0);
        assertThat(events.read(expected.size()))
                .as(name)
                .extracting(IngestStand::value)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void gzipIsReadWithAndWithoutItsHeader() {
        var declared = cloudTrailSender()
                .contentType("application/json")
                .header("Content-Encoding", "gzip")
                .body(Samples.gzip(RECORDS))
                .post("/v1/events/aws.cloudtrail");
        var undeclared = sendAs("application/octet-stream", Samples.gzip(RECORDS));

        assertCounts(declared, 2, 0);
        assertCounts(undeclared, 2, 0);
        assertThat(events.read(4)).extracting(IngestStand::value).containsExactlyInAnyOrder(ONE, TWO, ONE, TWO);
    }

    @Test
    void cloudEventInBinaryModeIsItsBody() {
        var response = cloudTrailSender()
                .contentType("application/json")
                .headers(Map.of("ce-specversion", "1.0", "ce-id", "x", "ce-source", "/s", "ce-type", "t"))
                .body(ONE.getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/aws.cloudtrail");

        assertCounts(response, 1, 0);
        assertThat(events.read(1)).extracting(IngestStand::value).containsExactly(ONE);
    }

    @Test
    void recordInAFieldOfItsShipperIsThatFieldsBytes() {
        String wrapped = "{\"shipper\":\"edge-1\",\"event\":" + ONE + "}\n{\"shipper\":\"edge-1\"}\n";

        var response = cloudTrailSender()
                .contentType("application/x-ndjson")
                .body(wrapped.getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/aws.cloudtrail?record-field=event");

        assertCounts(response, 1, 1);
        assertThat(response.jsonPath().getString("problems[0].reason")).isEqualTo("empty_envelope");
        assertThat(events.read(1)).extracting(IngestStand::value).containsExactly(ONE);
    }

    @Test
    void fieldThatIsNoNameIsRefused() {
        cloudTrailSender()
                .contentType("application/json")
                .body(ONE.getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/aws.cloudtrail?record-field=a.b%20c")
                .then()
                .statusCode(400);
    }

    @Test
    void headersKeepTheContract() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        var response = cloudTrailSender()
                .contentType("application/json")
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .body(ONE.getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/aws.cloudtrail");

        assertCounts(response, 1, 0);
        var record = events.read(1).getFirst();
        Map<String, String> headers = headers(record);
        assertThat(record.key()).isEqualTo("one");
        assertThat(headers)
                .containsEntry("ce_id", "one")
                .containsEntry("ce_source", "//aws/111122223333")
                .containsEntry("ce_type", "tw.vigil.audit.aws.cloudtrail")
                .containsEntry("ce_time", "2026-08-20T10:15:30Z")
                .containsEntry("ce_subject", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main")
                .containsEntry("ce_product", "aws")
                .containsEntry("ce_service", "cloudtrail")
                .containsEntry("ce_account", "111122223333")
                .containsEntry("ce_region", "eu-west-1")
                .containsEntry("ce_sourceid", "aws.cloudtrail");
        assertThat(headers.get("traceparent")).contains(trace).doesNotContain("b7ad6b7169203331");
        assertValid("event-headers", new ObjectMapper().valueToTree(headers));
    }

    @Test
    void kubernetesEventListGivesItsItems() throws Exception {
        String list = "{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"metadata\":{},\"items\":["
                + Samples.kubernetes("a") + "," + Samples.kubernetes("b") + "]}";
        var response = sender(Stand.KUBERNETES_TOKEN)
                .contentType("application/json")
                .body(list.getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/kubernetes.prod");

        assertCounts(response, 2, 0);
        var records = events.read(2);
        assertThat(records)
                .extracting(record -> record.key())
                .containsExactlyInAnyOrder("a/ResponseComplete", "b/ResponseComplete");
        Map<String, String> headers = headers(records.getFirst());
        assertThat(headers)
                .containsEntry("ce_source", "//kubernetes/prod")
                .containsEntry("ce_account", "prod")
                .containsEntry("ce_type", "tw.vigil.audit.kubernetes.audit")
                .containsEntry("ce_sourceid", "kubernetes.prod");
        assertValid("event-headers", new ObjectMapper().valueToTree(headers));
    }

    @Test
    void brokenRecordGoesToQuarantineAndItsNeighboursGoOn() throws Exception {
        String broken = TWO.replace("\"eventName\":", "\"eventName\" ");
        var response = send("{\"Records\":[" + ONE + "," + broken + "," + Samples.cloudTrail("three") + "]}");

        assertCounts(response, 2, 1);
        assertThat(response.jsonPath().getString("problems[0].position")).isEqualTo("record 2");
        assertThat(events.read(2)).extracting(record -> record.key()).containsExactlyInAnyOrder("one", "three");
        var rejected = quarantine.read(1).getFirst();
        assertThat(value(rejected)).isEqualTo(broken);
        assertThat(headers(rejected))
                .containsEntry("vigil_reason", "not_json")
                .containsEntry("vigil_position", "record 2")
                .containsEntry("vigil_stage", "ingest")
                .containsEntry("vigil_sourceid", "aws.cloudtrail")
                .containsKey("traceparent");
        assertValid("quarantine-headers", new ObjectMapper().valueToTree(headers(rejected)));
    }

    @Test
    void cutFileDeliversWhatIsWhole() {
        byte[] zipped = Samples.gzip("{\"Records\":[" + ONE + "," + "{\"pad\":\"" + "0123456789".repeat(50) + "\"}");

        var cut = send("{\"Records\":[" + ONE + "," + TWO.substring(0, 100));
        var cutGzip = sendAs("application/gzip", Arrays.copyOf(zipped, zipped.length - 8));

        assertCounts(cut, 1, 1);
        assertThat(cut.jsonPath().getString("problems[0].reason")).isEqualTo("truncated");
        assertThat(cutGzip.statusCode()).isEqualTo(200);
        assertThat(cutGzip.jsonPath().getList("problems.reason", String.class)).contains("truncated");
    }

    @Test
    void strangersAreNamedForWhatTheyAre() {
        var digest = send("{\"digestStartTime\":\"2026-08-20T09:00:00Z\",\"logFiles\":[{\"s3Object\":\"x\"}]}");
        var wrapped = send("{\"doc\":\"x\",\"event\":" + ONE + "}");
        var empty = sendAs("application/cloudevents+json", cloudEvent("\"x\":1").getBytes(StandardCharsets.UTF_8));

        assertThat(Stream.of(digest, wrapped, empty)
                        .map(response -> response.jsonPath().getString("problems[0].reason")))
                .containsExactly("cloudtrail_digest", "not_cloudtrail", "empty_envelope");
    }

    @Test
    void tooLargeRecordIsCutInQuarantine() {
        String large = ONE.replace("主要", "x".repeat(70_000 + Stand.RECORD_BYTES));
        var response = send("[" + large + "," + TWO + "]");

        assertCounts(response, 1, 1);
        var rejected = quarantine.read(1).getFirst();
        assertThat(headers(rejected))
                .containsEntry("vigil_reason", "record_too_large")
                .containsEntry("vigil_truncatedfrom", Integer.toString(large.getBytes(StandardCharsets.UTF_8).length));
        assertThat(large).startsWith(value(rejected));
    }

    @Test
    void recordWithoutIdIsKnownByItsBytes() {
        var response = send(ONE.replace("eventID", "x") + ONE.replace("eventID", "x"));

        assertCounts(response, 2, 0);
        var records = events.read(2);
        assertThat(records.getFirst().key())
                .hasSize(64)
                .isEqualTo(headers(records.getFirst()).get("ce_rawsha256"));
        assertThat(records.getFirst().key()).isEqualTo(records.getLast().key());
        assertThat(records.getFirst().partition()).isEqualTo(records.getLast().partition());
    }

    @Test
    void manyRecordsAllArrive() {
        var body = new StringBuilder("{\"Records\":[");
        for (int i = 0; i < 3000; i++) {
            body.append(i == 0 ? "" : ",").append(Samples.cloudTrail("many-" + i));
        }
        var response = sendAs("application/gzip", Samples.gzip(body + "]}"));

        assertCounts(response, 3000, 0);
        assertThat(events.read(3000).stream().map(record -> record.key()).distinct())
                .hasSize(3000);
    }

    private static Arguments form(String name, String contentType, String body, String... records) {
        return Arguments.of(name, contentType, body, List.of(records));
    }

    private static String cloudEvent(String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/s\",\"type\":\"t\"," + data + "}";
    }
}
