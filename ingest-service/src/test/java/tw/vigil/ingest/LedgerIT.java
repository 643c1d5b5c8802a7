package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LedgerIT extends IngestStand {
    private static final String TOTAL = "sources.'aws.cloudtrail'.total.";

    @Test
    void ledgerCountsWhatLiesOnTheTopics() {
        JsonPath before = settled();
        String id = UUID.randomUUID().toString();

        sendAs(
                "application/x-ndjson",
                (Samples.cloudTrail(id) + "\n" + Samples.cloudTrail(id) + "\n{\"no\":\"event\"}\nbroken\n")
                        .getBytes(StandardCharsets.UTF_8));

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonPath now = ledger("?source=aws.cloudtrail");
            assertThat(grown(before, now, "received")).isEqualTo(4);
            assertThat(grown(before, now, "accepted")).isEqualTo(2);
            assertThat(grown(before, now, "duplicate")).isEqualTo(1);
            assertThat(grown(before, now, "quarantined")).isEqualTo(2);
            assertThat(grown(before, now, "late"))
                    .as("the samples' events are of August")
                    .isEqualTo(2);
        });
        String hour = Instant.now().truncatedTo(ChronoUnit.HOURS).toString();
        JsonPath now = ledger("?source=aws.cloudtrail&hours=2");
        assertThat(now.getLong("sources.'aws.cloudtrail'.hours.'" + hour + "'.received"))
                .isPositive();
        assertThat(now.getString(TOTAL + "lastArrival")).isGreaterThan("2026");
    }

    @Test
    void hoursOutOfBoundsAreRefused() {
        var answer = given().get("/v1/ledger?hours=99999");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("detail")).contains("8784");
    }

    @Test
    void unknownSourceHasNoEntries() {
        assertThat(ledger("?source=no.such").getMap("sources")).isEmpty();
    }

    /// The ledger when it has counted all that other tests have sent.
    private static JsonPath settled() {
        send(Samples.cloudTrail(UUID.randomUUID().toString()));
        long accepted = given().get("/v1/accounting").jsonPath().getLong("sources.'aws.cloudtrail'.accepted");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            JsonPath ledger = ledger("");
            return ledger.getBoolean("complete")
                    && ledger.getMap("sources").containsKey("aws.cloudtrail")
                    && ledger.getLong(TOTAL + "accepted") >= accepted;
        });
        return ledger("?source=aws.cloudtrail");
    }

    private static long grown(JsonPath before, JsonPath now, String count) {
        return now.getLong(TOTAL + count) - before.getLong(TOTAL + count);
    }

    private static JsonPath ledger(String query) {
        return given().get("/v1/ledger" + query).jsonPath();
    }
}
