package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OperationsIT extends IngestStand {
    @Test
    void receivedIsAcceptedPlusQuarantined() {
        long[] before = counts();

        send(Samples.cloudTrail("counted") + "\n{\"no\":\"event\"}\nbroken\n");

        long[] after = counts();
        assertThat(new long[] {after[0] - before[0], after[1] - before[1], after[2] - before[2]})
                .containsExactly(3, 1, 2);
        assertThat(given().get("/v1/accounting").jsonPath().getString("service"))
                .isEqualTo("ingest");
    }

    @Test
    void metricsHaveTheirNames() {
        send(Samples.cloudTrail("measured"));

        String metrics = given().get("/q/metrics").asString();

        assertThat(metrics)
                .contains("vigil_events_received_total{source=\"aws.cloudtrail\"")
                .contains("vigil_events_accepted_total{source=\"kubernetes.audit\"} 0.0")
                .containsPattern("vigil_events_quarantined_total\\{reason=\"not_json\",source=\"aws.cloudtrail\"")
                .containsPattern("vigil_ingest_requests_total\\{outcome=\"taken\",source=\"aws.cloudtrail\"")
                .contains("vigil_stage_latency_seconds_bucket{stage=\"ingest\",le=")
                .contains("vigil_source_last_event_timestamp_seconds{source=\"aws.cloudtrail\"} 1.7")
                .contains("vigil_source_last_arrival_timestamp_seconds{source=\"aws.cloudtrail\"} 1.");
    }

    @Test
    void healthAndDescriptionAreServed() {
        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/health/started").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/openapi").asString())
                .contains("/v1/events/{source}")
                .contains("/v1/accounting");
    }

    @Test
    void numberOfConcurrentSendersDoesNotChangeTheSum() throws Exception {
        long[] before = counts();

        var senders = new Thread[8];
        for (int i = 0; i < senders.length; i++) {
            int sender = i;
            senders[i] = Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 20; j++) {
                    sendAs(
                            "application/x-ndjson",
                            (Samples.cloudTrail(sender + "-" + j) + "\n{}").getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        for (Thread sender : senders) {
            sender.join();
        }

        long[] after = counts();
        assertThat(after[0] - before[0]).isEqualTo(320);
        assertThat(after[1] - before[1]).isEqualTo(160);
        assertThat(events.read(160)).hasSize(160);
        assertThat(quarantine.read(160)).hasSize(160);
    }

    private static long[] counts() {
        var json = given().get("/v1/accounting").jsonPath();
        String source = "sources.'aws.cloudtrail'.";
        return new long[] {
            json.getLong(source + "received"), json.getLong(source + "accepted"), json.getLong(source + "quarantined")
        };
    }
}
