package tw.vigil.alert.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tw.vigil.alert.stand.FindingBuilder.finding;
import static tw.vigil.alert.stand.FindingBuilder.unique;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tw.vigil.alert.stand.AlertApi;
import tw.vigil.alert.stand.AlertStand;
import tw.vigil.alert.stand.Broker;
import tw.vigil.event.Topics;

@QuarkusTest
@WithTestResource(AlertStand.class)
class FindingsIntakeIT {
    private final AlertApi analyst = AlertApi.as(AlertStand.ANALYST);
    private final String bootstrapServers;
    private final String databaseUrl;
    private final String databaseUser;
    private final String databasePassword;
    private Broker broker;

    FindingsIntakeIT(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String databaseUrl,
            @ConfigProperty(name = "quarkus.datasource.username") String databaseUser,
            @ConfigProperty(name = "quarkus.datasource.password") String databasePassword) {
        this.bootstrapServers = bootstrapServers;
        this.databaseUrl = databaseUrl;
        this.databaseUser = databaseUser;
        this.databasePassword = databasePassword;
    }

    @BeforeEach
    void connect() {
        broker = new Broker(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }

    @Test
    void theSameFindingTwiceIsOneAlertAndOneDuplicate() {
        String actor = unique("mallory");
        var finding = finding().by(actor).count(2).build();
        long before = accounted("duplicate");

        broker.send(finding);
        String id = analyst.awaitOpen(actor);
        broker.send(finding);
        await().atMost(Duration.ofSeconds(20)).until(() -> accounted("duplicate") > before);

        assertThat(analyst.alert(id).getLong("count")).isEqualTo(2);
        assertThat(analyst.alert(id).getList("finding_ids")).containsExactly(finding.findingId());
        assertThat(analyst.list("q=" + actor).getList("items")).hasSize(1);
    }

    @Test
    void aHeartbeatIsStoredAndMeasuredAndIsNoFinding() throws SQLException {
        String instance = unique("ingest");
        Instant told = Instant.now().minusSeconds(3);
        long invalid = accounted("invalid");

        broker.send(Topics.HEARTBEATS, instance, """
                {"instance":"%s","interval":"%s","since":"%s","every_seconds":60,"told":"%s","matched":"%s","correlated":"%s"}""".formatted(
                        instance,
                        told.minusSeconds(60),
                        told.minusSeconds(3600),
                        told,
                        told.plusSeconds(1),
                        told.plusSeconds(2))
                .getBytes(StandardCharsets.UTF_8));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RestAssured.get("/q/metrics")
                        .asString()
                        .contains("vigil_heartbeat_latency_seconds{stage=\"queue\"} 1.0"));

        String metrics = RestAssured.get("/q/metrics").asString();
        assertThat(metrics)
                .contains("vigil_heartbeat_latency_seconds{stage=\"evaluate\"} 1.0")
                .contains("vigil_heartbeat_lost_total 0.0")
                .doesNotContain("vigil_heartbeat_timestamp_seconds 0.0");
        try (Connection database = DriverManager.getConnection(databaseUrl, databaseUser, databasePassword);
                var query = database.prepareStatement("SELECT count(*) FROM heartbeat WHERE instance = ?")) {
            query.setString(1, instance);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(1);
            }
        }
        assertThat(accounted("invalid")).isEqualTo(invalid);
    }

    @Test
    void aHeartbeatThatCannotBeStoredStopsNothing() {
        long invalid = accounted("invalid");
        String time = Instant.now().toString();

        broker.send(Topics.HEARTBEATS, "nul", """
                {"instance":"nul\\u0000","interval":"%1$s","since":"%1$s","every_seconds":60,\
                "told":"%1$s","matched":"%1$s","correlated":"%1$s"}""".formatted(time).getBytes(StandardCharsets.UTF_8));

        await().atMost(Duration.ofSeconds(20)).until(() -> accounted("invalid") > invalid);
    }

    @Test
    void whatIsNoHeartbeatGoesToQuarantine() {
        long invalid = accounted("invalid");
        String key = unique("ingest");

        broker.send(Topics.HEARTBEATS, key, "{\"instance\":\"i\"}".getBytes(StandardCharsets.UTF_8));

        await().atMost(Duration.ofSeconds(20)).until(() -> accounted("invalid") > invalid);
        assertThat(broker.read(
                        Topics.QUARANTINE,
                        1,
                        row -> new String(
                                        row.headers().lastHeader("vigil_reason").value(), StandardCharsets.UTF_8)
                                .equals("not_a_heartbeat")))
                .hasSize(1);
    }

    @Test
    void aHigherRevisionRaisesTheCountAndALowerOneIsNothing() {
        String actor = unique("mallory");
        var first = finding().by(actor).grouped("userName", actor).count(5).build();
        broker.send(first);
        String id = analyst.awaitOpen(actor);

        broker.send(finding()
                .id(first.findingId())
                .by(actor)
                .grouped("userName", actor)
                .count(9)
                .revision(3)
                .build());
        await().atMost(Duration.ofSeconds(20)).until(() -> analyst.alert(id).getLong("count") == 9);
        // Findings are entered side by side: only what was sent later is surely the later one.
        long before = accounted("duplicate");
        broker.send(finding()
                .id(first.findingId())
                .by(actor)
                .grouped("userName", actor)
                .count(7)
                .revision(2)
                .build());

        await().atMost(Duration.ofSeconds(20)).until(() -> accounted("duplicate") > before);
        assertThat(analyst.alert(id).getLong("count")).isEqualTo(9);
        assertThat(analyst.timeline(id).getList("step")).containsOnlyOnce("finding_revised");
        assertThat(analyst.alert(id).getLong("findings")).isEqualTo(1);
    }

    @Test
    void findingsOfOneGroupJoinTheOpenAlertAndOthersDoNot() {
        String actor = unique("mallory");
        String other = unique("trent");
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);

        broker.send(finding().by(actor).count(3).build());
        broker.send(finding().by(other).build());

        await().atMost(Duration.ofSeconds(20)).until(() -> analyst.alert(id).getLong("count") == 4);
        assertThat(analyst.awaitOpen(other)).isNotEqualTo(id);
        assertThat(analyst.alert(id).getLong("findings")).isEqualTo(2);
    }

    @Test
    void aFindingOnAClosedAlertOpensALinkedOne() {
        String actor = unique("mallory");
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);
        analyst.act(id, "close", "{\"verdict\":\"benign\",\"comment\":\"planned migration\"}")
                .then()
                .statusCode(200);

        broker.send(finding().by(actor).count(2).build());

        String next = analyst.awaitOpen(actor);
        assertThat(next).isNotEqualTo(id);
        assertThat(analyst.alert(next).getString("linked_to")).isEqualTo(id);
        assertThat(analyst.alert(next).getLong("count")).isEqualTo(2);
        assertThat(analyst.alert(id).getString("linked_from")).isEqualTo(next);
        assertThat(analyst.alert(id).getLong("count")).isEqualTo(1);
        assertThat(analyst.alert(id).getString("status")).isEqualTo("closed");
    }

    @Test
    void aBadFindingIsQuarantinedAndTheStreamGoesOn() {
        String actor = unique("mallory");
        String broken = unique("{\"finding_id\": broken");
        long before = accounted("invalid");

        broker.send("broken", broken.getBytes(StandardCharsets.UTF_8));
        broker.send("incomplete", "{\"finding_id\":\"abc\",\"revision\":1}".getBytes(StandardCharsets.UTF_8));
        broker.send(finding().by(actor).titled("nul \u0000 in a title").build());

        String id = analyst.awaitOpen(actor);
        assertThat(analyst.alert(id).getString("title")).isEqualTo("nul \ufffd in a title");
        await().atMost(Duration.ofSeconds(20)).until(() -> accounted("invalid") == before + 2);
        var quarantined = broker.read(
                Topics.QUARANTINE, 1, received -> new String(received.value(), StandardCharsets.UTF_8).equals(broken));
        assertThat(quarantined).hasSize(1);
        var headers = quarantined.getFirst().headers();
        assertThat(new String(headers.lastHeader("vigil_reason").value(), StandardCharsets.UTF_8))
                .isEqualTo("not_json");
        assertThat(new String(headers.lastHeader("vigil_stage").value(), StandardCharsets.UTF_8))
                .isEqualTo("alert");
    }

    @Test
    void nothingIsLostWhileTheDatabaseIsAway() throws SQLException {
        List<String> actors = List.of(unique("mallory"), unique("mallory"), unique("mallory"));
        String name = databaseUrl.substring(databaseUrl.lastIndexOf('/') + 1).replaceAll("\\?.*", "");

        try (Connection administrator = DriverManager.getConnection(
                        databaseUrl.replace("/" + name, "/postgres"), databaseUser, databasePassword);
                var statement = administrator.createStatement()) {
            statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
            try {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name
                        + "' AND pid <> pg_backend_pid()");
                actors.forEach(actor -> broker.send(finding().by(actor).build()));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> RestAssured.get("/q/health/ready").statusCode() == 503);
            } finally {
                statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
            }
        }

        actors.forEach(actor -> assertThat(analyst.awaitOpen(actor)).isNotEmpty());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
    }

    private static long accounted(String result) {
        return RestAssured.get("/v1/accounting")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("findings." + result);
    }
}
