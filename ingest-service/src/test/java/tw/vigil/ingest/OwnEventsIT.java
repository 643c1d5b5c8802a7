package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.context.Context;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.own.OwnEvents;
import tw.vigil.ingest.own.Refusals;
import tw.vigil.ingest.publish.EventLog;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // set before each test
class OwnEventsIT extends IngestStand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    OwnEvents own;

    @Inject
    EventLog log;

    private TopicReader reader;

    @BeforeEach
    void openReader() {
        reader = TopicReader.ofOwnEvents(bootstrapServers);
    }

    @AfterEach
    void closeReader() {
        reader.close();
    }

    @Test
    void eventIsAnAuditEventLikeEveryOther() throws IOException {
        long before = accepted();

        own.write(OwnEvents.event("test.done", OwnEvent.Outcome.SUCCESS, Map.of("paths", List.of("$.a"), "n", 1))
                .about("主題"));

        var record = reader.read(1).getFirst();
        assertThat(headers(record))
                .containsEntry("ce_id", record.key())
                .containsEntry("ce_source", "//vigil/ingest")
                .containsEntry("ce_type", "tw.vigil.audit.vigil.audit")
                .containsEntry("ce_product", "vigil")
                .containsEntry("ce_service", "audit")
                .containsEntry("ce_subject", "主題")
                .containsEntry("ce_sourceid", "vigil.audit");
        assertValid("event-headers", JSON.valueToTree(headers(record)));
        assertValid("own-event", JSON.readTree(record.value()));
        assertThat(accepted()).isEqualTo(before + 1);
    }

    @Test
    void eventInABatchIsThereWhenTheBatchIs() throws Exception {
        var event =
                OwnEvents.event("test.done", OwnEvent.Outcome.FAILURE, Map.of()).identifiedBy("a", "b");

        for (int i = 0; i < 2; i++) {
            var batch = log.open(Context.root());
            own.write(batch, event);
            batch.await();
        }

        assertThat(reader.read(2)).extracting(record -> record.key()).containsExactly(event.id(), event.id());
    }

    @Test
    void floodOfRefusalsIsToldInFewEventsWithTheExactCount() throws IOException {
        int requests = 150;
        for (int i = 0; i < requests; i++) {
            int status = sender(i % 3 == 0 ? Stand.KUBERNETES_TOKEN : "wrong-" + i)
                    .body("{}".getBytes(StandardCharsets.UTF_8))
                    .post("/v1/events/aws.cloudtrail")
                    .statusCode();
            assertThat(status).isIn(401, 403);
        }

        long[] told = new long[2];
        int events = 0;
        while (told[0] + told[1] < requests && events < requests / 4) {
            for (var record : reader.read(1)) {
                JsonNode event = JSON.readTree(record.value());
                assertValid("own-event", event);
                assertThat(event.path("action").asText()).isEqualTo(Refusals.ACTION);
                assertThat(event.path("details").path("address").asText()).isEqualTo("127.0.0.1");
                assertThat(event.toString()).doesNotContain("wrong-").doesNotContain(Stand.KUBERNETES_TOKEN);
                told[event.path("reason").asText().equals("unknown_token") ? 0 : 1] +=
                        event.path("count").asLong();
                events++;
            }
        }
        assertThat(told).containsExactly(100, 50);
    }

    private static long accepted() {
        return given().get("/v1/accounting").jsonPath().getLong("sources.'vigil.audit'.accepted");
    }
}
