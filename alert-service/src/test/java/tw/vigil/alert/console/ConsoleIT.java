package tw.vigil.alert.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static tw.vigil.alert.stand.FindingBuilder.finding;
import static tw.vigil.alert.stand.FindingBuilder.unique;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tw.vigil.alert.stand.AlertApi;
import tw.vigil.alert.stand.AlertStand;
import tw.vigil.alert.stand.Broker;
import tw.vigil.event.Finding;

@QuarkusTest
@WithTestResource(AlertStand.class)
class ConsoleIT {
    private final String bootstrapServers;
    private final String actor = unique("mallory");
    private Broker broker;
    private Browser analyst;

    ConsoleIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @BeforeEach
    void signIn() {
        broker = new Broker(bootstrapServers);
        analyst = Browser.signedInAs(AlertStand.ANALYST);
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }

    private String alert(Finding finding) {
        broker.send(finding);
        return AlertApi.as(AlertStand.ANALYST).awaitOpen(actor);
    }

    private String alert() {
        return alert(finding().by(actor).build());
    }

    private String page(String id) {
        return analyst.get("/alerts/" + id).then().statusCode(200).extract().asString();
    }

    @Test
    void nobodySeesAnAlertWithoutSigningIn() {
        var answer = given().redirects().follow(false).get("/alerts");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.header("Location")).endsWith("/login");
    }

    @Test
    void signInSaysWhenThePasswordIsWrong() {
        var answer = Browser.submit("nobody", "wrong");
        assertThat(answer.header("Location")).contains("/login?error");

        given().get("/login?error=true&lang=en")
                .then()
                .statusCode(200)
                .body(containsString("The user name or password is not right"));
        given().get("/login").then().statusCode(200).body(containsString("密碼"), not(containsString("role=\"alert\"")));
    }

    @Test
    void pagesMayRunAndShowNothingButOurFiles() {
        analyst.get("/alerts")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("Cache-Control", equalTo("no-store"))
                .header("Content-Type", equalTo("text/html;charset=UTF-8"))
                .body(not(containsString("style=\"")), not(containsString("onclick")), not(containsString("<style")));
    }

    @Test
    void theListSpeaksBothLanguages() {
        String id = alert();

        var chinese = analyst.get("/alerts?q=" + actor)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        var english = analyst.speaking("en-GB")
                .get("/alerts?q=" + actor)
                .then()
                .extract()
                .asString();

        assertThat(chinese).contains("<html lang=\"zh-TW\">", id, "稽核軌跡停用或刪除", "嚴重", "新告警", "專責單位");
        assertThat(english)
                .contains("<html lang=\"en\">", id, "Trail stopped or deleted", "Critical", "Responsible unit");
    }

    @Test
    void theAddressChoosesTheLanguageFromThenOn() {
        var answer = analyst.get("/alerts?lang=en");

        assertThat(answer.asString()).contains("<html lang=\"en\">");
        assertThat(answer.cookie("vigil-language")).isEqualTo("en");
        analyst.request()
                .cookie("vigil-language", "en")
                .get("/alerts")
                .then()
                .body(containsString("<html lang=\"en\">"));
    }

    @Test
    void filtersInTheAddressFilter() {
        String id = alert(finding().by(actor).level("low").build());
        var row = "data-testid=\"row-" + id + "\"";

        analyst.get("/alerts?q=" + actor).then().body(containsString(row));
        analyst.get("/alerts?level=low&unit=SOC&rule=AWS-01&q=" + actor).then().body(containsString(row));
        analyst.get("/alerts?level=high&q=" + actor).then().body(not(containsString(row)));
        analyst.get("/alerts?status=closed&q=" + actor)
                .then()
                .body(not(containsString(row)), containsString("data-testid=\"no-alerts\""));
    }

    @Test
    void whatDidNotHappenIsToldAsSuchAndHasNoTimeOfReception() {
        String id = alert(finding()
                .by(actor)
                .kind("expectation")
                .grouped("engagement", "ENG-07")
                .count(0)
                .titled("Audit due")
                .build());

        analyst.speaking("en-GB")
                .get("/alerts/" + id)
                .then()
                .statusCode(200)
                .body(
                        containsString("Audit due. Expected of ENG-07 since 2026-"),
                        containsString("and not seen up to 2026-"),
                        not(containsString("together match the rule")),
                        not(containsString("<span class=\"name\">Received")));
        analyst.get("/alerts/" + id).then().body(containsString("應發生之事項，至 2026-"));
    }

    @Test
    void rawEventsAreDataAndNeverMarkup() {
        var evil = "<script>alert(1)</script>";
        String id = alert(withRaw(
                finding().by(actor).titled(evil).build(),
                "{\"userName\":\"" + evil + "\",\"n\":\"</pre><img src=x>\"}"));

        var page = analyst.speaking("en").get("/alerts/" + id).then().extract().asString();
        var list = analyst.speaking("en")
                .get("/alerts?q=" + actor)
                .then()
                .extract()
                .asString();

        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;").doesNotContain(evil, "<img src=x>");
        assertThat(list).contains("&lt;script&gt;").doesNotContain(evil);
        analyst.get("/alerts?q=%22%3E%3Cscript%3E").then().body(not(containsString("\"><script>")));
    }

    private static Finding withRaw(Finding finding, String raw) {
        var event = finding.events().getFirst();
        return new Finding(
                finding.findingId(),
                finding.revision(),
                finding.rule(),
                finding.clauses(),
                finding.tags(),
                finding.unit(),
                finding.playbook(),
                finding.group(),
                finding.times(),
                finding.count(),
                finding.entities(),
                finding.reasons(),
                List.of(new Finding.ContributingEvent(
                        event.id(),
                        event.type(),
                        event.source(),
                        event.sourceId(),
                        event.time(),
                        event.topic(),
                        event.partition(),
                        event.offset(),
                        event.rawSha256(),
                        raw)),
                finding.eventsTruncated());
    }

    @Test
    void thePageSaysWhyWhenAndWhere() {
        String id = alert();

        assertThat(page(id))
                .contains(
                        "從 203.0.113.7 在帳戶 111122223333",
                        "<code>eventName</code>",
                        "<code class=\"actual\">StopLogging</code>")
                .contains("sha256 ", "vigil.events/0@1", "2026-03-02 09:00:00", "title=\"2026-03-02 01:00:00.000 UTC\"")
                .contains("收錄", "判斷完成", "告警成立", ">8.3.1<", ">P1<");
    }

    @Test
    void anAuditorReadsAndHasNoButtons() {
        String id = alert();
        var auditor = Browser.signedInAs(AlertStand.AUDITOR);

        var page = auditor.get("/alerts/" + id).then().statusCode(200).extract().asString();
        assertThat(page).contains(actor, "data-testid=\"read-only\"").doesNotContain("action=\"/alerts/" + id);
        auditor.get("/alerts").then().statusCode(200).body(not(containsString("data-quick")));

        var refused = auditor.post("/alerts/" + id + "/comment", Map.of("comment", "I was here"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).contains("您的角色沒有這項權限");
        assertThat(page(id)).doesNotContain("I was here");
    }

    @Test
    void acknowledgingAssigningAndCommentingRedirectToThePage() {
        String id = alert();

        var acknowledged = analyst.post("/alerts/" + id + "/acknowledge", Map.of());
        assertThat(acknowledged.statusCode()).isEqualTo(303);
        assertThat(acknowledged.header("Location")).endsWith("/alerts/" + id);
        assertThat(analyst.post("/alerts/" + id + "/assign", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(analyst.post("/alerts/" + id + "/start", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(analyst.post("/alerts/" + id + "/comment", Map.of("comment", "正在查 <b>"))
                        .statusCode())
                .isEqualTo(303);

        assertThat(page(id))
                .contains("處理中", "<blockquote>正在查 &lt;b&gt;</blockquote>")
                .doesNotContain("data-testid=\"acknowledge\"");
    }

    @Test
    void aListMayBeTheWayBackButNoOtherSite() {
        String id = alert();

        var home = analyst.post("/alerts/" + id + "/acknowledge", Map.of("back", "/alerts?level=high"));
        var away = analyst.post("/alerts/" + id + "/comment", Map.of("comment", "x", "back", "//evil.example/alerts"));

        assertThat(home.header("Location")).endsWith("/alerts?level=high#" + id);
        assertThat(away.header("Location")).endsWith("/alerts/" + id).doesNotContain("evil");
    }

    @Test
    void closingNeedsAVerdictAndAComment() {
        String id = alert();
        var address = "/alerts/" + id + "/close";

        var withoutVerdict = analyst.post(address, Map.of("comment", "核准的變更"));
        assertThat(withoutVerdict.statusCode()).isEqualTo(422);
        assertThat(withoutVerdict.asString()).contains("結案須選擇處置", ">核准的變更</textarea>");
        var withoutComment = analyst.post(address, Map.of("verdict", "benign", "comment", "  "));
        assertThat(withoutComment.statusCode()).isEqualTo(422);
        assertThat(withoutComment.asString()).contains("value=\"benign\" required checked");

        assertThat(analyst.post(address, Map.of("verdict", "benign", "comment", "核准的變更"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(page(id)).contains("已結案", "屬實但正常", "核准的變更").doesNotContain("data-testid=\"close\"");
    }

    @Test
    void anAlertThatSomeoneElseChangedIsNotOverwrittenAndTheTextIsKept() {
        String id = alert();
        assertThat(analyst.post("/alerts/" + id + "/acknowledge", Map.of("version", "1"))
                        .statusCode())
                .isEqualTo(303);

        var late = analyst.speaking("en")
                .post(
                        "/alerts/" + id + "/close",
                        Map.of("version", "1", "verdict", "benign", "comment", "my findings"));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.asString()).contains("Someone else has just changed this alert", ">my findings</textarea>");
    }

    @Test
    void nobodyHandlesAnAlertAboutThemselves() {
        broker.send(finding().by(AlertStand.ANALYST).grouped("session", actor).build());
        String id = AlertApi.as(AlertStand.ANALYST).awaitOpen(actor);

        var refused = analyst.post("/alerts/" + id + "/acknowledge", Map.of());

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).contains("須由其他人處理");
    }

    @Test
    void formsOfOtherSitesAreRefused() {
        String id = alert();

        analyst.request()
                .header("Sec-Fetch-Site", "cross-site")
                .post("/alerts/" + id + "/acknowledge")
                .then()
                .statusCode(403);

        assertThat(page(id)).contains("data-testid=\"acknowledge\"");
    }

    @Test
    void theCountConditionIsSaidInWords() {
        String id = alert(finding().by(actor).grouped("session", actor).count(7).build());

        assertThat(page(id)).contains("已達規則的次數條件：" + actor + " 目前累計 7 次", "以下是最近一筆符合的條件");
        analyst.speaking("en")
                .get("/alerts/" + id)
                .then()
                .body(
                        containsString("The count condition of the rule is met: 7 so far for " + actor + ", within"),
                        containsString("newest. These conditions held on the newest event."));
    }

    @Test
    void theListLearnsHowManyAreNew() {
        String first = alert();
        broker.send(
                finding().by(actor).rule("7d1f6c1a-0002-4c1e-9d5c-5a0f0f9d0002").build());
        await().until(() -> analyst.get("/console/news?q=" + actor + "&since=" + first)
                        .jsonPath()
                        .getInt("count")
                == 1);
    }

    @Test
    void anAddressWithoutAlertSaysSoInWords() {
        analyst.get("/alerts/A-999999999")
                .then()
                .statusCode(404)
                .body(containsString("找不到這則告警"), containsString("A-999999999"));
    }

    @Test
    void signingOutEndsTheSession() {
        var out = analyst.post("/logout", Map.of());

        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(out.header("Location")).endsWith("/login");
        assertThat(out.headers().getValues("Set-Cookie")).anyMatch(cookie -> cookie.startsWith("vigil-session=;"));
    }
}
