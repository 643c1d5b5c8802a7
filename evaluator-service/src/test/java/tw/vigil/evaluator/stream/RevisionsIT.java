package tw.vigil.evaluator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.Finding;
import tw.vigil.teststand.TestKafka;

/// Rule sets that change while events flow, on a real broker.
class RevisionsIT {
    private static final String TOKEN = "token-of-the-first-engineer";
    private static final String OTHER_TOKEN = "token-of-the-second-engineer";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String IN_A_ROW = """
            title: Snapshot deleted
            id: 33333333-0000-4000-8000-000000000002
            name: snapshot_deleted
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: DeleteSnapshot
              condition: selection
            level: informational
            ---
            title: Snapshots deleted in a row
            id: 33333333-0000-4000-8000-000000000003
            name: in_a_row
            correlation:
              type: event_count
              rules: [snapshot_deleted]
              group-by: [userIdentity.arn]
              timespan: 1h
              condition:
                gte: 4
            level: high
            vigil: {key: R-03}
            """;

    private static final String TRAIL_STOPPED = """
            title: Trail stopped
            id: 33333333-0000-4000-8000-000000000001
            name: trail_stopped
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: StopLogging
              condition: selection
            level: critical
            vigil: {key: R-01}
            """;

    @TempDir
    Path folder;

    private final String bootstrapServers = TestKafka.start().bootstrapServers();

    @BeforeEach
    void writeRulesAndTokens() throws Exception {
        RulesTopic.forget(bootstrapServers);
        Files.createDirectories(folder.resolve("pack/rules"));
        Files.writeString(folder.resolve("pack/rules/in_a_row.yml"), IN_A_ROW);
        Files.createDirectories(folder.resolve("engineers"));
        Files.writeString(folder.resolve("engineers/first"), TOKEN + "\n");
        Files.writeString(folder.resolve("engineers/second"), OTHER_TOKEN + "\n");
    }

    private EvaluatorProcess process(String applicationId, String state) {
        return new EvaluatorProcess(bootstrapServers, applicationId, folder.resolve(state), folder.resolve("pack"))
                .with(
                        "VIGIL_EVALUATOR_REVISIONS_ENGINEERS_DIR",
                        folder.resolve("engineers").toString())
                .with("VIGIL_EVALUATOR_REVISIONS_ANNOUNCE_INTERVAL", "PT1S");
    }

    private static ObjectNode ruleSet(Map<String, String> files) {
        var body = JSON.createObjectNode().put("comment", "a test");
        var array = body.putArray("files");
        files.forEach((path, text) -> array.addObject().put("path", path).put("text", text));
        return body;
    }

    @Test
    void pushedRulesAreInUseWithoutARestartAndOtherRulesKeepTheirState() throws Exception {
        Instant start = Instant.now().minus(Duration.ofMinutes(5));
        try (var feed = new EventFeed(bootstrapServers, "push");
                var service = process("it-push", "state").start().awaitReady()) {
            feed.send("push-0", start, "DeleteSnapshot", "alice");
            feed.send("push-1", start.plusSeconds(1), "DeleteSnapshot", "alice");
            feed.send("push-2", start.plusSeconds(2), "StopLogging", "alice");
            service.awaitAccounted("push", 3);
            long before = active(service).path("number").asLong();

            JsonNode pushed = service.post(
                    "/v1/rules/revisions",
                    TOKEN,
                    ruleSet(Map.of("rules/in_a_row.yml", IN_A_ROW, "rules/trail.yml", TRAIL_STOPPED)),
                    201);
            awaitInUse(service, pushed.path("hash").asText());
            feed.send("push-3", start.plusSeconds(3), "StopLogging", "alice");
            feed.send("push-4", start.plusSeconds(4), "DeleteSnapshot", "alice");
            feed.send("push-5", start.plusSeconds(5), "DeleteSnapshot", "alice");
            service.awaitAccounted("push", 6);

            assertThat(pushed.path("number").asLong()).isEqualTo(before + 1);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(feed.findings())
                            .extracting(finding -> finding.rule().key(), Finding::count)
                            .contains(tuple("R-01", 1L), tuple("R-03", 4L)));
            assertThat(feed.findings().stream()
                            .filter(f -> "R-01".equals(f.rule().key())))
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.events().getFirst().id()).isEqualTo("push-3"));
            service.terminate();
            service.start().awaitReady();
            assertThat(active(service).path("hash")).isEqualTo(pushed.path("hash"));
            assertThat(service.body("/v1/rules")).contains("R-01");

            JsonNode restored =
                    service.post("/v1/rules/revisions/" + before + "/restore", TOKEN, ruleSet(Map.of()), 201);
            awaitInUse(service, restored.path("hash").asText());
            assertThat(service.body("/v1/rules")).doesNotContain("R-01").contains("R-03");
            assertThat(active(service).path("restored_from").asLong()).isEqualTo(before);
        }
    }

    @Test
    void ruleSetThatDoesNotLoadIsRefusedWithItsPlaceAndTheOldOneStays() throws Exception {
        try (var service = process("it-bad-push", "state").start().awaitReady()) {
            JsonNode before = active(service);

            JsonNode refused = service.post(
                    "/v1/rules/revisions",
                    TOKEN,
                    ruleSet(Map.of("rules/bad.yml", TRAIL_STOPPED.replace("eventName:", "eventName|nonsense:"))),
                    422);

            assertThat(refused.path("problems").get(0).path("file").asText()).isEqualTo("rules/bad.yml");
            assertThat(refused.path("problems").get(0).path("line").asInt()).isEqualTo(7);
            assertThat(active(service)).isEqualTo(before);
            assertThat(service.body("/q/metrics")).contains("vigil_rules_refused 0.0", "vigil_rules_revision ");
        }
    }

    @Test
    void strangerAndOutdatedBaseAreRefused() throws Exception {
        try (var service = process("it-who", "state").start().awaitReady()) {
            ObjectNode push = ruleSet(Map.of("rules/trail.yml", TRAIL_STOPPED));
            service.post("/v1/rules/revisions", "token-that-nobody-has", push, 401);
            service.post("/v1/rules/revisions", TOKEN, push.deepCopy().put("base", "0".repeat(64)), 409);
            service.post("/v1/rules/revisions", TOKEN, JSON.createObjectNode(), 400);

            assertThat(active(service).path("published_by").asText()).isEqualTo("evaluator-service");
        }
    }

    @Test
    void secondPersonMustApproveAndEveryInstanceFollows() throws Exception {
        try (var one = process("it-two", "one").with("VIGIL_EVALUATOR_REVISIONS_SECOND_PERSON", "true");
                var two = process("it-two", "two").with("VIGIL_EVALUATOR_REVISIONS_SECOND_PERSON", "true")) {
            one.start();
            two.start();
            one.awaitReady();
            two.awaitReady();
            ObjectNode push = ruleSet(Map.of("rules/in_a_row.yml", IN_A_ROW, "rules/trail.yml", TRAIL_STOPPED));

            JsonNode pushed = one.post("/v1/rules/revisions", TOKEN, push, 202);
            ObjectNode approval =
                    JSON.createObjectNode().put("hash", pushed.path("hash").asText());
            assertThat(pushed.path("active").asBoolean()).isFalse();
            assertThat(one.body("/v1/rules")).doesNotContain("R-01");
            one.post("/v1/rules/revisions/proposed/approve", TOKEN, approval, 409);
            two.post("/v1/rules/revisions/proposed/approve", OTHER_TOKEN, approval, 201);

            for (EvaluatorProcess service : List.of(one, two)) {
                awaitInUse(service, pushed.path("hash").asText());
                assertThat(service.body("/v1/rules")).contains("R-01");
            }
            assertThat(active(one).path("approved_by").asText()).isEqualTo("second");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(overview(two).path("instances"))
                            .filteredOn(instance -> instance.path("hash").equals(pushed.path("hash")))
                            .hasSizeGreaterThanOrEqualTo(2));
        }
    }

    private static void awaitInUse(EvaluatorProcess service, String hash) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(service.body("/q/metrics"))
                        .contains("vigil_rules_loaded_info{version=\"" + hash + "\"} 1.0"));
    }

    private static JsonNode overview(EvaluatorProcess service) throws IOException {
        return service.get("/v1/rules/revisions", TOKEN);
    }

    private static JsonNode active(EvaluatorProcess service) throws IOException {
        return overview(service).path("active");
    }
}
