package tw.vigil.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tw.vigil.samples.CloudTrail;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    /// Not that of the played attack, whose order of steps a chain of rules judges.
    private static final String OTHER_ACCOUNT = "444455556666";

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int BATCHES = 12;
    private static final int BATCH = 5;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private VigilStand vigil;

    @BeforeAll
    void start() throws Exception {
        vigil = VigilStand.shared();
        // what is due by the calendar is told within seconds of a start: not in the middle of counting
        long[] last = {-1};
        await().during(Duration.ofSeconds(12)).atMost(LIMIT).until(() -> {
            long now = vigil.get("/v1/accounting").path("findings").path("new").asLong();
            boolean still = now == last[0];
            last[0] = now;
            return still;
        });
    }

    @Test
    void killingEachServiceInTurnLosesNothingAndDoublesNothing() throws Exception {
        killingLosesNothing("fault-services", Map.of(3, "ingest", 6, "evaluator", 9, "alert"));
    }

    @Test
    void killingBrokerAndDatabaseLosesNothingAndDoublesNothing() throws Exception {
        killingLosesNothing("fault-foundations", Map.of(3, "kafka", 8, "postgres"));
    }

    private void killingLosesNothing(String name, Map<Integer, String> killedBefore) throws Exception {
        long before = vigil.get("/v1/accounting").path("findings").path("new").asLong();

        for (int batch = 0; batch < BATCHES; batch++) {
            String victim = killedBefore.get(batch);
            if (victim != null) {
                kill(victim);
            }
            send(name, batch);
        }

        int events = BATCHES * BATCH;
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(events(name)).isEqualTo(events));
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            var counts = vigil.get("/v1/accounting");
            assertThat(counts.path("findings").path("new").asLong() - before).isEqualTo(events);
            assertThat(counts.path("notifications").path("pending").asLong()).isZero();
        });
        // Still so a moment later: a duplicate would arrive late.
        await().during(Duration.ofSeconds(3)).atMost(LIMIT).until(() -> events(name), sum -> sum == events);
        for (String victim : killedBefore.values()) {
            assertThat(vigil.stack().process(victim).restarts()).as(victim).isPositive();
        }
        await().atMost(LIMIT).untilAsserted(() -> {
            var status = vigil.vigil("status");
            assertThat(status.status()).as(status.output()).isZero();
            assertThat(status.output()).contains("OK        vigil.events", "OK        vigil.findings");
        });
    }

    @Test
    void stateSurvivesAnOrderlyRestart() throws Exception {
        var before = vigil.alerts("").stream()
                .map(alert -> alert.path("id").asText())
                .toList();

        vigil.restart();

        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(vigil.alerts("").stream()
                                .map(alert -> alert.path("id").asText()))
                        .containsExactlyElementsOf(before));
    }

    private void kill(String service) {
        Objects.requireNonNull(vigil.stack().process(service).child()).kill();
    }

    /// The events that the alerts of this test say they are made of.
    private long events(String name) throws IOException, InterruptedException {
        long sum = 0;
        for (var alert : vigil.alerts("AWS-01")) {
            if (alert.toString().contains(name)) {
                sum += alert.path("count").asLong();
            }
        }
        return sum;
    }

    /// As a forwarder does: the same bytes again until they are taken.
    private void send(String name, int batch) {
        var body = new ByteArrayOutputStream();
        for (int i = 0; i < BATCH; i++) {
            body.writeBytes(CloudTrail.apiCall("cloudtrail", "StopLogging")
                    .inAccount(OTHER_ACCOUNT)
                    .by(name + "-" + batch)
                    .at(Instant.now())
                    .requesting("{\"name\":\"" + name + "-trail-" + batch + "-" + i + "\"}")
                    .toJson());
            body.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
        }
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> vigil.post("aws.cloudtrail", "application/x-ndjson", body.toByteArray())
                                .statusCode()
                        == 200);
    }
}
