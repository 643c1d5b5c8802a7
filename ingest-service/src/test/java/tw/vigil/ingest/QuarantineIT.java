package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tw.vigil.event.QuarantineHeaders;
import tw.vigil.event.Topics;

@QuarkusTest
class QuarantineIT extends IngestStand {
    private static final String HERE = "/v1/quarantine";

    @Test
    void onlyOperatorsLookIn() {
        for (RequestSpecification stranger : List.of(given(), sender("no-such-token"), cloudTrailSender())) {
            assertThat(stranger.get(HERE).statusCode()).isEqualTo(401);
        }
        assertThat(cloudTrailSender().get(HERE + "/0-0").statusCode()).isEqualTo(401);
        assertThat(cloudTrailSender()
                        .contentType("application/json")
                        .body("{\"reason\":\"not_json\"}")
                        .post(HERE + "/replay")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void rejectedRecordIsListedAndShown() {
        String body = "{\"no\":\"event\",\"mark\":\"" + UUID.randomUUID() + "\"}";
        send(body);
        String id = idOfLast(quarantine.read(1));

        Response listed = operator().get(HERE + "?source=aws.cloudtrail&reason=not_cloudtrail&limit=1");
        Response shown = operator().get(HERE + "/" + id);

        assertThat(listed.jsonPath().getList("records.id")).isEqualTo(List.of(id));
        assertThat(listed.asString()).doesNotContain("content");
        assertThat(shown.jsonPath().getString("reason")).isEqualTo("not_cloudtrail");
        assertThat(Base64.getDecoder().decode(shown.jsonPath().getString("content")))
                .isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(operator().get(HERE + "/0-999999999").statusCode()).isEqualTo(404);
        assertThat(operator().get(HERE + "/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsStillWrongIsRejectedAgainAndSentOnlyOnce() {
        send("{\"no\":\"event\",\"mark\":\"" + UUID.randomUUID() + "\"}");
        String id = idOfLast(quarantine.read(1));

        assertThat(replay("{\"ids\":[\"" + id + "\"]}")).isEqualTo(Map.of("quarantined", 1));
        assertThat(replay("{\"ids\":[\"" + id + "\"]}")).isEqualTo(Map.of("replayed_before", 1));
        assertThat(replay("{\"ids\":[\"" + id + "\"],\"again\":true}")).isEqualTo(Map.of("quarantined", 1));
        assertThat(operator().get(HERE + "/" + id).jsonPath().getString("replayed.by"))
                .isEqualTo("lin.ops");
    }

    @Test
    void whatCanBeReadNowIsAccepted() {
        String reason = "mended_" + UUID.randomUUID().toString().substring(0, 8);
        String event = UUID.randomUUID().toString();
        byte[] bytes = Samples.cloudTrail(event).getBytes(StandardCharsets.UTF_8);
        put("x", bytes, headers(reason, "ingest", "record 3", null));
        put("y", bytes, headers(reason, "ingest", "line 1", 5_000_000L));

        Response replayed = order("{\"reason\":\"" + reason + "\"}");

        assertThat(replayed.jsonPath().getMap("outcomes")).isEqualTo(Map.of("accepted", 1, "cut", 1));
        assertThat(replayed.jsonPath().getBoolean("complete")).isTrue();
        assertThat(events.read(1)).anySatisfy(record -> {
            assertThat(record.key()).isEqualTo(event);
            assertThat(record.value()).isEqualTo(bytes);
        });
        assertThat(replay("{\"reason\":\"" + reason + "\"}"))
                .as("only what was cut is left")
                .isEqualTo(Map.of("cut", 1));
    }

    @Test
    void whatItsTransportSaidOfItIsKnownAgain() {
        String reason = "mended_" + UUID.randomUUID().toString().substring(0, 8);
        String delivery = UUID.randomUUID().toString();
        String body = """
                {"action": "added", "member": {"login": "octo"}, "repository": {"full_name": "acme/web"},
                 "organization": {"login": "acme"}, "sender": {"login": "octo"}}""";
        var hints = Map.of("x-github-event", "member", "x-github-delivery", delivery);
        var headers = new QuarantineHeaders(
                reason, "written by a test", "ingest", "github.audit", "record 1", Instant.now(), "00", hints, null);
        put("z", body.getBytes(StandardCharsets.UTF_8), headers);

        assertThat(replay("{\"reason\":\"" + reason + "\"}")).isEqualTo(Map.of("accepted", 1));

        assertThat(headers(ofKey(events.read(1), delivery))).containsEntry("ce_category", "member");
    }

    @Test
    void eventThatTheEvaluatorCouldNotReadComesBackAsItLay() {
        String event = UUID.randomUUID().toString();
        send(Samples.cloudTrail(event));
        var lay = ofKey(events.read(1), event);
        String reason = "unread_" + UUID.randomUUID().toString().substring(0, 8);
        String position = "partition " + lay.partition() + " offset " + lay.offset();
        put(event, lay.value(), headers(reason, "evaluate", position, null));

        assertThat(replay("{\"reason\":\"" + reason + "\"}")).isEqualTo(Map.of("accepted", 1));

        var again = ofKey(events.read(1), event);
        assertThat(again.partition()).isEqualTo(lay.partition());
        assertThat(again.offset()).isGreaterThan(lay.offset());
        assertThat(again.value()).isEqualTo(lay.value());
        var before = headers(lay);
        var after = headers(again);
        before.remove("traceparent");
        after.remove("traceparent");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void signalsAndFindingsAreNoEvents() {
        String reason = "other_" + UUID.randomUUID().toString().substring(0, 8);
        put("x", new byte[] {1}, headers(reason, "evaluate", "signals partition 0 offset 3", null));
        put("y", new byte[] {2}, headers(reason, "alert", "partition 0 offset 3", null));

        assertThat(replay("{\"reason\":\"" + reason + "\"}")).isEqualTo(Map.of("no_event", 2));
    }

    @Test
    void orderThatNamesNothingOrTooMuchIsRefused() {
        for (String body : List.of(
                "{}",
                "{\"ids\":[\"one\"]}",
                "{\"reason\":\"x\",\"limit\":100000}",
                "{\"reason\":\"x\",\"since\":\"yesterday\"}")) {
            assertThat(order(body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(operator().get(HERE + "?limit=0").statusCode()).isEqualTo(400);
    }

    private static RequestSpecification operator() {
        return sender(Stand.OPERATOR_TOKEN);
    }

    private static Response order(String body) {
        return operator().contentType("application/json").body(body).post(HERE + "/replay");
    }

    private static Map<String, Integer> replay(String body) {
        Response response = order(body);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getMap("outcomes");
    }

    private static String idOfLast(List<ConsumerRecord<String, byte[]>> records) {
        var last = records.getLast();
        return last.partition() + "-" + last.offset();
    }

    private static ConsumerRecord<String, byte[]> ofKey(List<ConsumerRecord<String, byte[]>> records, String key) {
        return records.stream()
                .filter(record -> key.equals(record.key()))
                .findFirst()
                .orElseThrow();
    }

    private static QuarantineHeaders headers(String reason, String stage, String position, @Nullable Long cutFrom) {
        return new QuarantineHeaders(
                reason, "written by a test", stage, "aws.cloudtrail", position, Instant.now(), "00", Map.of(), cutFrom);
    }

    private void put(String key, byte[] value, QuarantineHeaders headers) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<>(Topics.QUARANTINE, key, value);
            headers.toMap().forEach((name, text) -> record.headers().add(name, text));
            var _ = producer.send(record);
        }
    }
}
