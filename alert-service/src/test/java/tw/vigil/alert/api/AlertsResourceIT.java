package tw.vigil.alert.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static tw.vigil.alert.stand.FindingBuilder.finding;
import static tw.vigil.alert.stand.FindingBuilder.unique;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tw.vigil.alert.stand.AlertApi;
import tw.vigil.alert.stand.AlertStand;
import tw.vigil.alert.stand.Broker;

@QuarkusTest
@WithTestResource(AlertStand.class)
class AlertsResourceIT {
    private final AlertApi analyst = AlertApi.as(AlertStand.ANALYST);
    private final AlertApi auditor = AlertApi.as(AlertStand.AUDITOR);
    private final DataSource database;
    private final String bootstrapServers;
    private Broker broker;

    AlertsResourceIT(DataSource database, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.database = database;
        this.bootstrapServers = bootstrapServers;
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
    void acknowledgingAssignsToMeAndClosingTakesAVerdictAndAComment() {
        String id = opened(unique("mallory"));

        analyst.act(id, "acknowledge", "{\"version\":1}")
                .then()
                .statusCode(200)
                .body("status", equalTo("acknowledged"))
                .body("assignee", equalTo("analyst"));
        analyst.act(id, "start", "{}").then().statusCode(200).body("status", equalTo("in_progress"));
        analyst.act(id, "comment", "{\"comment\":\"asked the owner\"}").then().statusCode(200);
        analyst.act(id, "close", "{\"verdict\":\"false_positive\"}")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", equalTo("a comment is mandatory"));
        analyst.act(id, "close", "{\"verdict\":\"maybe\",\"comment\":\"x\"}")
                .then()
                .statusCode(400)
                .body("detail", containsString("true_positive, benign, false_positive, undetermined"));
        analyst.act(id, "close", "{\"verdict\":\"false_positive\",\"comment\":\"a test\"}")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("false_positive"));

        assertThat(analyst.timeline(id).getList("step"))
                .containsExactly("opened", "notified", "acknowledged", "started", "commented", "closed");
        assertThat(analyst.timeline(id).getList("who"))
                .containsExactly("vigil", "vigil", "analyst", "analyst", "analyst", "analyst");
    }

    @Test
    void anActionOnAnOlderVersionIsRefused() {
        String id = opened(unique("mallory"));
        analyst.act(id, "comment", "{\"comment\":\"first\"}").then().statusCode(200);

        analyst.act(id, "acknowledge", "{\"version\":1}")
                .then()
                .statusCode(409)
                .body("detail", containsString("you saw version 1, it is now 2"));
        analyst.act(id, "acknowledge", "{\"version\":2}").then().statusCode(200);
        analyst.act(id, "acknowledge", "{}").then().statusCode(409).body("detail", containsString("held by analyst"));
    }

    @Test
    void anAuditorReadsEverythingAndChangesNothing() {
        String id = opened(unique("mallory"));

        assertThat(auditor.alert(id).getString("status")).isEqualTo("new");
        assertThat(auditor.timeline(id).getList("step")).isNotEmpty();
        for (String action : List.of("acknowledge", "start")) {
            auditor.act(id, action, "{}").then().statusCode(403);
        }
        auditor.act(id, "comment", "{\"comment\":\"x\"}").then().statusCode(403);
        auditor.act(id, "assign", "{\"assignee\":\"analyst\"}").then().statusCode(403);
        auditor.act(id, "close", "{\"verdict\":\"benign\",\"comment\":\"x\"}")
                .then()
                .statusCode(403);

        assertThat(auditor.alert(id).getInt("version")).isEqualTo(1);
    }

    @Test
    void nobodyHandlesAnAlertAboutThemselves() {
        String marker = unique("marker");
        broker.send(finding().by("Analyst").grouped("marker", marker).build());
        String id = analyst.awaitOpen(marker);

        analyst.act(id, "acknowledge", "{}")
                .then()
                .statusCode(403)
                .body("detail", equalTo("alert " + id + " is about analyst, who may not acknowledge it"));
        analyst.act(id, "close", "{\"verdict\":\"benign\",\"comment\":\"it was me\"}")
                .then()
                .statusCode(403);
        analyst.act(id, "comment", "{\"comment\":\"it was me, planned\"}")
                .then()
                .statusCode(200);
    }

    @Test
    void onlyAnAnalystCanBeAssigned() {
        String id = opened(unique("mallory"));

        analyst.act(id, "assign", "{\"assignee\":\"auditor\"}").then().statusCode(400);
        analyst.act(id, "assign", "{\"assignee\":\"nobody\"}").then().statusCode(400);
        analyst.act(id, "assign", "{}").then().statusCode(400);
        analyst.act(id, "assign", "{\"assignee\":\"analyst\"}")
                .then()
                .statusCode(200)
                .body("assignee", equalTo("analyst"));
    }

    @Test
    void withoutAPasswordThereAreOnlyNumbersAndHealth() {
        given().get("/v1/alerts").then().statusCode(401);
        given().auth()
                .preemptive()
                .basic("analyst", "wrong")
                .get("/v1/alerts")
                .then()
                .statusCode(401);
        given().redirects().follow(false).get("/alerts").then().statusCode(302);
        given().redirects().follow(false).get("/q/openapi").then().statusCode(302);
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200).body(containsString("vigil_findings_received_total"));
        given().get("/v1/accounting")
                .then()
                .statusCode(200)
                .body("service", equalTo("alert"))
                .body("findings.keySet()", hasItems("new", "revision", "duplicate", "invalid"));
    }

    @Test
    void guessingIsBraked() {
        String name = unique("guessed");
        for (int i = 0; i < 5; i++) {
            given().auth()
                    .preemptive()
                    .basic(name, "guess " + i)
                    .get("/v1/alerts")
                    .then()
                    .statusCode(401);
        }

        given().auth()
                .preemptive()
                .basic(name, "guess")
                .get("/v1/alerts")
                .then()
                .statusCode(401);
    }

    @Test
    void theLoginFormGivesAStrictCookieThatOpensTheConsole() {
        var signedIn = given().redirects()
                .follow(false)
                .formParam("j_username", "analyst")
                .formParam("j_password", AlertStand.PASSWORD)
                .post("/j_security_check");
        signedIn.then().statusCode(302);
        String cookie = signedIn.getDetailedCookie("vigil-session").toString();
        assertThat(cookie).contains("HttpOnly").containsIgnoringCase("SameSite=Strict");

        given().cookie("vigil-session", signedIn.getCookie("vigil-session"))
                .redirects()
                .follow(false)
                .get("/alerts")
                .then()
                .statusCode(200);
    }

    @Test
    void aChangeFromAnotherSiteIsRefused() {
        String id = opened(unique("mallory"));

        analyst.request()
                .header("Sec-Fetch-Site", "cross-site")
                .body("{}")
                .post("/v1/alerts/{id}/acknowledge", id)
                .then()
                .statusCode(403);
        analyst.request()
                .header("Origin", "https://elsewhere.example")
                .body("{}")
                .post("/v1/alerts/{id}/acknowledge", id)
                .then()
                .statusCode(403);
        assertThat(analyst.alert(id).getString("status")).isEqualTo("new");
    }

    @Test
    void theListIsPagedByKeyAndFiltered() {
        String marker = unique("marker");
        for (int i = 0; i < 3; i++) {
            broker.send(finding()
                    .by("mallory")
                    .grouped("marker", marker)
                    .grouped("n", Integer.toString(i))
                    .level(i == 0 ? "low" : "high")
                    .build());
        }
        await().atMost(Duration.ofSeconds(40))
                .until(() -> analyst.list("q=" + marker).getList("items").size() == 3);

        var first = analyst.list("limit=2&q=" + marker);
        var second = analyst.list("limit=2&q=" + marker + "&before=" + first.getString("next"));
        assertThat(first.getList("items")).hasSize(2);
        assertThat(second.getList("items")).hasSize(1);
        assertThat(second.getString("next")).isNull();
        assertThat(analyst.list("level=low&q=" + marker).getList("items")).hasSize(1);
        assertThat(analyst.list("status=closed&q=" + marker).getList("items")).isEmpty();
        assertThat(analyst.list("unit=SOC&rule=AWS-01&q=" + marker).getList("items"))
                .hasSize(3);
        analyst.request().get("/v1/alerts?limit=501").then().statusCode(400);
        analyst.request().get("/v1/alerts?status=odd").then().statusCode(400);
        analyst.request().get("/v1/alerts/A-999999").then().statusCode(404);
    }

    @Test
    void theTimelineCannotBeRewritten() throws SQLException {
        String id = opened(unique("mallory"));
        assertThat(analyst.timeline(id).getList("step")).isNotEmpty();

        var before = analyst.timeline(id).getList("who");
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (String attempt : List.of(
                    "UPDATE timeline_entry SET who = 'nobody'",
                    "DELETE FROM timeline_entry",
                    "TRUNCATE timeline_entry",
                    "TRUNCATE alert CASCADE",
                    "INSERT INTO timeline_entry OVERRIDING SYSTEM VALUE SELECT * FROM timeline_entry"
                            + " ON CONFLICT (number) DO UPDATE SET who = 'nobody'",
                    "UPDATE delivery_receipt SET delivered = true",
                    "DELETE FROM delivery_receipt")) {
                assertThatThrownBy(() -> statement.execute(attempt), attempt).hasMessageContaining("append-only");
            }
        }
        assertThat(analyst.timeline(id).getList("who")).isEqualTo(before);
    }

    private String opened(String actor) {
        broker.send(finding().by(actor).build());
        return analyst.awaitOpen(actor);
    }
}
