package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tw.vigil.ingest.envelope.KnownEnvelopes;

/// What clouds put around records, in the forms they really come in.
@QuarkusTest
class EnvelopesIT extends IngestStand {
    private static final String ONE = Samples.cloudTrail("one");
    private static final String TWO = Samples.cloudTrail("two");
    private static final String FILE = "{\"Records\":[" + ONE + "," + TWO + "]}";

    static Stream<String> names() {
        return KnownEnvelopes.names().stream();
    }

    static Stream<Arguments> nested() {
        String batch = "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\",\"logGroup\":\"trail\","
                + "\"logStream\":\"s\",\"subscriptionFilters\":[\"f\"],\"logEvents\":[" + logEvent(ONE) + ","
                + logEvent(TWO) + "]}";
        return Stream.of(
                Arguments.of("log file in SNS", sns(FILE)),
                Arguments.of("log file in SNS in SQS", sqs(sns(FILE))),
                Arguments.of("CloudWatch Logs", "{\"awslogs\":{\"data\":" + zipped(batch) + "}}"),
                Arguments.of("CloudWatch Logs by Firehose", firehose(zipped(batch))),
                Arguments.of("CloudWatch Logs, plain, by Firehose", firehose(base64(batch))),
                Arguments.of("two Firehose records", firehose(base64(ONE), base64(TWO))),
                Arguments.of("Event Hub", "{\"records\":[" + ONE + "," + TWO + "]}"),
                Arguments.of("Pub/Sub pull", "{\"receivedMessages\":[" + pubSub(ONE) + "," + pubSub(TWO) + "]}"),
                Arguments.of("lines in a Kinesis record", "{\"Records\":[" + kinesis(ONE + "\n" + TWO) + "]}"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void recordIsTakenOutOfEachEnvelope(String name) {
        var response = send(KnownEnvelopes.around(name, ONE));

        assertCounts(response, 1, 0);
        assertThat(events.read(1)).extracting(IngestStand::value).containsExactly(ONE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nested")
    void recordsAreTakenOutOfEnvelopesInEachOther(String name, String body) {
        var response = send(body);

        assertCounts(response, 2, 0);
        assertThat(events.read(2)).as(name).extracting(IngestStand::value).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void positionSaysTheWay() {
        String file = "{\"Records\":[" + ONE + ",{\"eventName\":\"x\"}]}";

        var response =
                sendAs("application/x-ndjson", (ONE + "\n" + TWO + "\n" + sns(file)).getBytes(StandardCharsets.UTF_8));

        assertCounts(response, 3, 1);
        assertThat(response.jsonPath().getString("problems[0].position"))
                .isEqualTo("line 3, in its SNS message, record 2");
    }

    @Test
    void envelopeSpeaksWhereTheRecordIsSilent() {
        String bare = ONE.replaceAll("\"(recipientAccountId|accountId|awsRegion)\"", "\"x$1\"");

        assertCounts(send(KnownEnvelopes.around("EventBridge event", bare)), 1, 0);

        assertThat(headers(events.read(1).getFirst()))
                .containsEntry("ce_account", "111122223333")
                .containsEntry("ce_region", "eu-west-1")
                .containsEntry("ce_deliveredtime", "2026-08-20T10:15:30Z");
    }

    @Test
    void messagesOfTheDeliveryAboutItselfAreControl() {
        var response = send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"logs\"}\n"
                + sns("CloudTrail validation message.") + "\nCloudTrail validation message.\n"
                + "{\"messageType\":\"CONTROL_MESSAGE\",\"logGroup\":\"\",\"logStream\":\"\",\"logEvents\":[]}\n"
                + "{\"eventType\":\"com.okta.event_hook\",\"data\":{\"events\":[]}}\n" + ONE);

        assertThat(counts(response)).isEqualTo(List.of(6, 1, 0, 5));
        assertThat(events.read(1)).extracting(IngestStand::value).containsExactly(ONE);
    }

    @Test
    void wordOfAnObjectIsCalledByItsName() {
        String direct = "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventTime\":\"2026-08-20T10:15:30Z\","
                + "\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"object\":{\"key\":\"k\"}}}]}";

        assertThat(Stream.of(direct, sns(direct), sns("{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"k\"]}"))
                        .map(body -> send(body).jsonPath().getString("problems[0].reason")))
                .containsExactly("s3_notification", "s3_notification", "s3_notification");
    }

    @Test
    void moreThanFiveEnvelopesAreNotOpened() {
        String five = sns(sns(sns(sns(sns(ONE)))));

        assertCounts(send(five), 1, 0);
        var response = send(sns(five));

        assertCounts(response, 0, 1);
        assertThat(response.jsonPath().getString("problems[0].reason")).isEqualTo("too_many_envelopes");
        assertThat(value(quarantine.read(1).getFirst())).isNotEmpty();
    }

    @Test
    void contentThatUnzipsTooFarCostsItsEnvelopeOnly() {
        String bomb = firehose(zipped("{\"pad\":\"" + "0".repeat(4 << 20) + "\"}"), base64(ONE));

        var response = send(bomb);

        assertCounts(response, 1, 1);
        assertThat(response.jsonPath().getString("problems[0].reason")).isEqualTo("envelope_too_large");
    }

    @Test
    void damagedContentIsSaid() {
        byte[] zipped = Samples.gzip(ONE);
        zipped[zipped.length - 5] ^= 1;
        String body = "{\"records\":[{\"data\":\"" + Base64.getEncoder().encodeToString(zipped) + "\"}]}";

        var response = send(body);

        assertThat(response.jsonPath().getList("problems.reason", String.class)).contains("damaged_gzip");
    }

    @Test
    void linesOfTextComeInEnvelopesToo() {
        String line = "<34>1 2026-08-20T10:15:30Z fw1 app 1 - - 防火牆";
        String body = line + "\r\n" + sns(line) + "\n[12:00] no syslog\n" + firehose(base64(line + "\n" + line));

        var response = sender(Stand.SAMPLES_TOKEN)
                .contentType("text/plain")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/syslog.message");

        assertCounts(response, 4, 1);
        assertThat(events.read(4)).allSatisfy(record -> {
            assertThat(value(record)).contains("\"raw\":\"" + line + "\"");
            assertThat(headers(record))
                    .containsEntry("ce_rawsha256", sha256(line))
                    .containsEntry("ce_product", "linux")
                    .containsEntry("ce_source", "//syslog/fw1");
        });
        assertThat(value(quarantine.read(1).getFirst())).isEqualTo("[12:00] no syslog");
    }

    @Test
    void textInTheFieldOfAShipperIsReadToo() {
        var response = cloudTrailSender()
                .contentType("application/x-ndjson")
                .body(("{\"file\":\"x\",\"raw\":" + quoted(ONE) + "}").getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/aws.cloudtrail?record-field=raw");

        assertCounts(response, 1, 0);
        assertThat(events.read(1)).extracting(IngestStand::value).containsExactly(ONE);
    }

    private static List<Integer> counts(Response response) {
        var json = response.jsonPath();
        return Stream.of("received", "accepted", "quarantined", "control")
                .map(json::getInt)
                .toList();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String sns(String message) {
        return "{\"Type\":\"Notification\",\"MessageId\":\"m\",\"TopicArn\":\"arn:aws:sns:eu-west-1:111122223333:t\","
                + "\"Message\":" + quoted(message) + ",\"Timestamp\":\"2026-08-20T10:20:01.456Z\"}";
    }

    private static String sqs(String body) {
        return "{\"Messages\":[{\"MessageId\":\"m\",\"ReceiptHandle\":\"h\",\"Body\":" + quoted(body) + "}]}";
    }

    private static String logEvent(String message) {
        return "{\"id\":\"31953106606966983378\",\"timestamp\":1755684930123,\"message\":" + quoted(message) + "}";
    }

    private static String firehose(String... data) {
        return "{\"requestId\":\"r\",\"timestamp\":1755684931000,\"records\":["
                + String.join(
                        ",",
                        Stream.of(data).map(text -> "{\"data\":" + text + "}").toList()) + "]}";
    }

    private static String pubSub(String record) {
        return "{\"ackId\":\"a\",\"message\":{\"data\":" + base64(record) + ",\"messageId\":\"1\"}}";
    }

    private static String kinesis(String text) {
        return "{\"eventSource\":\"aws:kinesis\",\"kinesis\":{\"data\":" + base64(text) + "}}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String base64(String text) {
        return '"' + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + '"';
    }

    private static String zipped(String text) {
        return '"' + Base64.getEncoder().encodeToString(Samples.gzip(text)) + '"';
    }
}
