package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// No value of the table reaches a topic, a receipt, a log line or a metric, whichever way it came in.
@QuarkusTest
@SuppressWarnings("NullAway.Init") // set before each test
class ProtectionIT extends IngestStand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("vigil:protected:[a-z_.]+:[A-Za-z0-9_-]+\\.");
    private static final List<String> VALUES = List.of(
            "A123456789",
            "A800000014",
            "AB12345677",
            "12345675",
            "4111111111111111",
            "0912-345-678",
            "a.b@example.com",
            "312345678",
            "3123456785TWN8501019M3506019A123456789<<<<76",
            "000012345678",
            "F999000-1234567",
            "822-123456789012",
            "AKIAIOSFODNN7EXAMPLE",
            "hunter2-hunter2");
    private static final String ALL =
            "客戶 A123456789, A800000014, AB12345677, 統編 12345675, 4111111111111111, 手機 0912-345-678, 客戶"
                    + " a.b@example.com, 護照 312345678, 3123456785TWN8501019M3506019A123456789<<<<76, 健保卡 000012345678,"
                    + " F999000-1234567, 帳號 822-123456789012, AKIAIOSFODNN7EXAMPLE, password=hunter2-hunter2";

    private TopicReader own;
    private final List<String> logged = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public synchronized void publish(LogRecord record) {
            logged.add(record.getMessage() + " "
                    + List.of(record.getParameters() == null ? new Object[0] : record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        own = TopicReader.ofOwnEvents(bootstrapServers);
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
        own.close();
    }

    @Test
    void noValueReachesATopicAReceiptALogOrAMetric() throws IOException {
        String record = record("leak-1", "arn:aws:s3:::data/客戶A123456789.csv", ALL);
        String nested = record(
                "leak-2", "x", JSON.writeValueAsString(JSON.createObjectNode().put("q", ALL)));
        String encoded =
                record("leak-3", "x", Base64.getEncoder().encodeToString(ALL.getBytes(StandardCharsets.UTF_8)));
        String stranger = "{\"客戶\":\"" + ALL + "\"}";
        String broken = "{\"客戶\":\"" + ALL + "\"";
        Response receipt = send(record + "\n" + nested + "\n" + encoded + "\n" + stranger + "\n" + broken);

        assertCounts(receipt, 3, 2);
        List<ConsumerRecord<String, byte[]>> everything = new ArrayList<>(events.read(3));
        everything.addAll(quarantine.read(2));
        List<ConsumerRecord<String, byte[]>> told = toldOf(5);
        everything.addAll(told);
        var text = new StringBuilder(receipt.asString())
                .append(given().get("/q/metrics").asString());
        everything.forEach(one -> text.append(one.key()).append(headers(one)).append(value(one)));
        logged.forEach(text::append);
        VALUES.forEach(value -> assertThat(text.toString()).doesNotContain(value));
        assertThat(text.toString())
                .doesNotContain(Base64.getEncoder()
                        .encodeToString(ALL.getBytes(StandardCharsets.UTF_8))
                        .substring(20, 60));
        for (var one : told) {
            assertValid("own-event", JSON.readTree(one.value()));
        }
    }

    @Test
    void headersAreReadFromTheProtectedRecordAndTheHashFromTheRawOne() throws Exception {
        String record = record("subject-1", "arn:aws:s3:::data/A123456789.csv", "x");
        send(record);

        var event = events.read(1).getFirst();
        assertThat(headers(event).get("ce_subject"))
                .startsWith("arn:aws:s3:::data/vigil:protected:national_id:")
                .endsWith(".csv");
        assertThat(headers(event)).containsEntry("ce_rawsha256", Samples.sha256(record));
        assertValid("event-headers", JSON.valueToTree(headers(event)));
        JsonNode told = JSON.readTree(toldOf(1).getFirst().value());
        assertThat(told.path("details").path("event_id").asText()).isEqualTo("subject-1");
        assertThat(told.path("details").path("kinds")).hasToString("[\"national_id\"]");
        assertThat(told.path("details").path("paths")).hasToString("[\"$.resources[0].ARN\"]");
        assertThat(told.path("details").path("found").get(0).path("masked").asText())
                .isEqualTo("A***89");
        assertThat(told.path("subject").asText()).isEqualTo("aws.cloudtrail");
    }

    @Test
    void sendingAgainGivesTheSameRecordAndTheSameEvent() {
        String record = record("again-1", "x", "A123456789");
        send(record);
        send(record);

        var records = events.read(2);
        assertThat(records.getFirst().value()).isEqualTo(records.getLast().value());
        assertThat(toldOf(2))
                .extracting(ConsumerRecord::key)
                .satisfies(keys -> assertThat(keys.getFirst()).isEqualTo(keys.getLast()));
    }

    @Test
    void recordThatWouldGrowTooLargeIsKeptAsOneTokenInQuarantine() {
        String record = record("many-1", "x", "A123456789 ".repeat(Stand.RECORD_BYTES / 12));
        var response = send(record);

        assertCounts(response, 0, 1);
        var rejected = quarantine.read(1).getFirst();
        assertThat(headers(rejected)).containsEntry("vigil_reason", "too_large_protected");
        assertThat(TOKEN.matcher(value(rejected)).matches()).isTrue();
        assertThat(reveal(Stand.REVEALER_TOKEN, value(rejected), "replay of the record")
                        .jsonPath()
                        .getString("value"))
                .isEqualTo(record);
    }

    @Test
    void auditorSeesTheValueAndItIsTold() throws IOException {
        send(record("reveal-1", "x", "to A123456789."));
        String token = token(events.read(1).getFirst());
        toldOf(1);

        var answer = reveal(Stand.REVEALER_TOKEN, token, "case 17: complaint of A123456789");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.jsonPath().getString("value")).isEqualTo("A123456789");
        assertThat(answer.jsonPath().getString("kind")).isEqualTo("national_id");
        String told = value(own.read(1).getFirst());
        assertThat(JSON.readTree(told).path("action").asText()).isEqualTo("customer_data.revealed");
        assertThat(JSON.readTree(told).path("actor").asText()).isEqualTo("auditor.chen");
        assertThat(told).contains("case 17").doesNotContain("A123456789");
    }

    @Test
    void whoMayNotIsRefusedAndThatIsToldToo() throws IOException {
        send(record("reveal-2", "x", "to A123456789."));
        String token = token(events.read(1).getFirst());
        toldOf(1);

        assertThat(reveal(Stand.CLOUDTRAIL_TOKEN, token, "out of curiosity").statusCode())
                .isEqualTo(401);
        assertThat(reveal(Stand.REVEALER_TOKEN, token, "because").statusCode()).isEqualTo(400);
        assertThat(reveal(Stand.REVEALER_TOKEN, token.replace("national_id", "email"), "in good faith")
                        .statusCode())
                .isEqualTo(404);
        var reasons = new ArrayList<String>();
        while (reasons.size() < 3) {
            var records = own.read(1);
            assertThat(records).as("refusals told: %s", reasons).isNotEmpty();
            for (var record : records) {
                JsonNode event = JSON.readTree(record.value());
                assertThat(event.path("outcome").asText()).isEqualTo("refused");
                reasons.add(event.path("reason").asText());
            }
        }
        assertThat(reasons).containsExactlyInAnyOrder("unknown_credential", "no_reason", "not_ours");
    }

    private List<ConsumerRecord<String, byte[]>> toldOf(int records) {
        var told = own.read(records);
        assertThat(told)
                .hasSize(records)
                .allSatisfy(one -> assertThat(value(one)).contains("customer_data.protected"));
        return told;
    }

    private static Response reveal(String credential, String token, String reason) {
        return given().header("Authorization", "Bearer " + credential)
                .contentType("application/json")
                .body(JSON.createObjectNode()
                        .put("token", token)
                        .put("reason", reason)
                        .toString())
                .post("/v1/reveal");
    }

    private static String token(ConsumerRecord<String, byte[]> record) {
        return TOKEN.matcher(value(record))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    private static String record(String id, String arn, String text) throws IllegalArgumentException {
        try {
            return Samples.cloudTrail(id)
                    .replace("arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", arn)
                    .replace("\"主要\"", JSON.writeValueAsString(text));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
