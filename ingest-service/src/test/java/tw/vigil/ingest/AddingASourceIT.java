package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Walks `docs/adding-a-source.md`: one class and a token file, and everything else follows. The class is
/// [tw.vigil.ingest.source.desk.DeskLog], found among the test's classes as it would be among the service's.
@QuarkusTest
class AddingASourceIT extends IngestStand {
    @Test
    void oneClassAndATokenFileMakeASource() {
        String id = UUID.randomUUID().toString();
        String entry = "{\"entry\":\"" + id + "\",\"at\":\"2026-08-20T10:15:30Z\",\"desk\":\"futures\"}";

        var answer = sender(Stand.DESK_TOKEN)
                .contentType("application/json")
                .body("{\"entries\":[" + entry + ",{\"no\":\"entry\"}]}")
                .post("/v1/events/example.desk");

        assertCounts(answer, 1, 1);
        assertThat(events.read(1)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(id);
            assertThat(value(record)).isEqualTo(entry);
            assertThat(headers(record))
                    .containsEntry("ce_type", "tw.vigil.audit.example.desk")
                    .containsEntry("ce_source", "//example/futures")
                    .containsEntry("ce_product", "example")
                    .containsEntry("ce_service", "desk");
        });
        assertThat(headers(quarantine.read(1).getFirst())).containsEntry("vigil_reason", "not_desk");
        assertThat(given().get("/v1/accounting").jsonPath().getLong("sources.'example.desk'.received"))
                .isEqualTo(2);
        assertThat(given().get("/q/metrics").asString())
                .contains("vigil_events_quarantined_total{reason=\"not_desk\",source=\"example.desk\"} 1.0")
                .contains("vigil_source_expected_interval_seconds{source=\"example.desk\"} 1800.0")
                .contains("vigil_events_late_total{source=\"example.desk\"}");
    }
}
