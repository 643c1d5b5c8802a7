package tw.vigil.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.deploy.MetricsCatalogue;
import tw.vigil.launcher.stack.PortBook.Owner;
import tw.vigil.samples.AttackStory;

/// What dashboard and alert rules rely on is what the running services expose.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Map<String, Owner> SERVICES =
            Map.of("ingest", Owner.INGEST, "evaluator", Owner.EVALUATOR, "alert", Owner.CONSOLE);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private VigilStand vigil;

    @BeforeAll
    void everythingHappensOnce() throws Exception {
        vigil = VigilStand.shared();
        for (var step : AttackStory.steps(Instant.now())) {
            for (byte[] event : step.records()) {
                assertThat(vigil.post(step.source(), "application/json", event).statusCode())
                        .isEqualTo(200);
            }
        }
        vigil.post("aws.cloudtrail", "application/x-ndjson", "{\"eventID\": \n".getBytes(StandardCharsets.US_ASCII));
        // The evaluator's only request that counts: health and metrics do not.
        vigil.vigil("status");
        await().atMost(LIMIT).untilAsserted(() -> {
            var notifications = vigil.get("/v1/accounting").path("notifications");
            assertThat(notifications.path("delivered").asLong()).isPositive();
            assertThat(notifications.path("pending").asLong()).isZero();
        });
    }

    @Test
    void everyServiceExposesWhatTheCatalogueSays() throws Exception {
        var catalogue = MetricsCatalogue.load();

        // Counts of a stream are published by a timer.
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var differences = new ArrayList<String>();
            for (var service : SERVICES.entrySet()) {
                differences.addAll(catalogue.differences(service.getKey(), vigil.metrics(service.getValue()), true));
            }
            assertThat(differences).isEmpty();
        });
    }

    @Test
    void everyQueryOfDashboardAndAlertRulesIsAnswered() throws Exception {
        assumeTrue(LivePrometheus.isInstalled(), "prometheus is not installed (Debian package prometheus)");
        Path deploy = vigil.project().resolve("deploy");
        var ports = new LinkedHashMap<String, Integer>();
        SERVICES.forEach((service, owner) ->
                ports.put("vigil-" + service, vigil.stack().ports().of(owner)));
        var queries = new LinkedHashMap<String, String>();
        for (String board : List.of("pipeline", "sources", "rules")) {
            queries(deploy.resolve("grafana/dashboards/" + board + ".json"))
                    .forEach((title, query) -> queries.put(board + ": " + title, query));
        }

        try (var prometheus = LivePrometheus.start(folder, deploy.resolve("prometheus/alerts.yml"), ports)) {
            // Two scrapes, so that rates have something to work with.
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(prometheus
                                    .query("min(count_over_time(up{job=~\"vigil-.+\"}[1m])) >= 3 and sum(up) == 3")
                                    .at("/data/result"))
                            .hasSize(1));
            var all = new SoftAssertions();
            for (var query : queries.entrySet()) {
                var answer = prometheus.query(query.getValue().replace("$__range", "1h"));
                all.assertThat(answer.path("status").asText())
                        .as(query.getKey() + ": " + answer)
                        .isEqualTo("success");
            }
            all.assertAll();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(ruleHealth(prometheus.rules()))
                            .isNotEmpty()
                            .allMatch(health -> health.endsWith(" ok")));
        }
    }

    private static List<String> ruleHealth(JsonNode rules) {
        var health = new ArrayList<String>();
        for (JsonNode group : rules.at("/data/groups")) {
            for (JsonNode rule : group.path("rules")) {
                health.add(rule.path("name").asText() + " "
                        + rule.path("lastError").asText() + rule.path("health").asText());
            }
        }
        return health;
    }

    /// Each expression of a dashboard by where it stands.
    private static Map<String, String> queries(Path dashboard) throws IOException {
        JsonNode board = VigilStand.JSON.readTree(Files.readString(dashboard));
        var queries = new LinkedHashMap<String, String>();
        for (JsonNode panel : board.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.put(
                        panel.path("title").asText() + " "
                                + target.path("refId").asText(),
                        target.path("expr").asText());
            }
        }
        for (JsonNode annotation : board.at("/annotations/list")) {
            queries.put(
                    annotation.path("name").asText(), annotation.path("expr").asText());
        }
        assertThat(queries).hasSizeGreaterThan(10);
        return queries;
    }
}
