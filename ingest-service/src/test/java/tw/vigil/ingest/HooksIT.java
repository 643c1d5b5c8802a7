package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.hook.Signed;
import tw.vigil.ingest.hook.jwt.Tokens;
import tw.vigil.ingest.hook.sns.SnsMessages;

@QuarkusTest
class HooksIT extends IngestStand {
    private static final String ONE = Samples.cloudTrail("pushed");
    private static final String REQUEST_ID = "ed4acda5-034f-9f42-bba1-f29aea6d7d8f";

    private static final String EVENT_GRID = "/v1/hooks/hook.eventgrid?key=" + HookStand.EVENT_GRID_KEY;

    @ConfigProperty(name = "test.hooks-dir")
    Path folder = Path.of("");

    @Test
    void sourcesWithoutAHookAndUnknownOnesAndStrangersAreRefusedAlike() {
        var answers = new ArrayList<String>();
        for (String source :
                List.of("no.such", "aws.cloudtrail", "hook.github", "hook.sns", "hook.okta", "hook.m365")) {
            for (Response response :
                    List.of(push(source, ONE), given().get(path(source)), given().options(path(source)))) {
                assertThat(response.statusCode()).as(source).isEqualTo(401);
                answers.add(response.asString().replace(source, "S"));
            }
        }
        assertThat(answers.stream().distinct()).hasSize(1);
    }

    @Test
    void signedDeliveryIsTakenAndAForgedOneIsCounted() {
        var taken = github(ONE, Signed.sha256(HookStand.GITHUB_SECRET, ONE));
        var forged = github(ONE, Signed.sha256("wrong", ONE));

        assertCounts(taken, 1, 0);
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(events.read(1)).extracting(IngestStand::value).containsExactly(ONE);
        assertThat(given().get("/q/metrics").asString())
                .containsPattern(
                        "vigil_ingest_requests_total\\{outcome=\"forged\",source=\"hook.github\"[^}]*\\} [1-9]")
                .containsPattern(
                        "vigil_ingest_requests_total\\{outcome=\"taken\",source=\"hook.github\"[^}]*\\} [1-9]");
    }

    @Test
    void headersThatARecordNeedsLieInQuarantineWithIt() {
        String body = "{\"no\":\"event\"}";

        assertCounts(github(body, Signed.sha256(HookStand.GITHUB_SECRET, body)), 0, 1);

        assertThat(headers(quarantine.read(1).getFirst()).get("vigil_hints"))
                .matches("x-github-delivery=[A-Za-z0-9-]+&x-github-event=[a-z_]+");
    }

    @Test
    void secretIsReadAgainWhenItsFileChanges() throws Exception {
        Path file = folder.resolve("secrets/hook.github");
        try {
            Files.writeString(file, HookStand.GITHUB_SECRET + "\nthe-next-secret\n");
            assertCounts(github(ONE, Signed.sha256("the-next-secret", ONE)), 1, 0);
            assertCounts(github(ONE, Signed.sha256(HookStand.GITHUB_SECRET, ONE)), 1, 0);

            Files.writeString(file, "the-next-secret\n");
            assertThat(github(ONE, Signed.sha256(HookStand.GITHUB_SECRET, ONE)).statusCode())
                    .isEqualTo(401);
        } finally {
            Files.writeString(file, HookStand.GITHUB_SECRET);
        }
    }

    @Test
    void subscriptionOfSnsIsConfirmed() throws Exception {
        String body =
                SnsMessages.signed(SnsMessages.confirmation("SubscriptionConfirmation"), HookStand.snsKey(folder));

        assertThat(sns(body).statusCode()).isEqualTo(200);
        assertThat(folder.resolve("confirmed")).hasContent(SnsMessages.CONFIRMATION);
    }

    @Test
    void notificationOfSnsIsTakenWhenItIsSigned() throws Exception {
        String body = SnsMessages.signed(SnsMessages.notification(ONE), HookStand.snsKey(folder));

        assertCounts(sns(body), 1, 0);
        assertThat(sns(body.replace("StopLogging", "StartLogging")).statusCode())
                .isEqualTo(401);
        assertThat(events.read(1)).extracting(IngestStand::value).containsExactly(ONE);
    }

    @Test
    void rawDeliveryOfSnsShowsItsPassword() {
        var asked = raw().post(path("hook.sns"));
        var shown = raw().header("Authorization", "Basic " + base64("sns:" + HookStand.SNS_PASSWORD))
                .post(path("hook.sns"));

        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.header("WWW-Authenticate")).startsWith("Basic");
        assertCounts(shown, 1, 0);
    }

    @Test
    void pubSubShowsAToken() throws Exception {
        var issuer = HookStand.issuer(folder);
        var expired = Tokens.claims();
        expired.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 120));
        expired.setIssuedAt(NumericDate.fromSeconds(NumericDate.now().getValue() - 3600));

        String wrapped = "{\"message\":{\"data\":\"" + base64(ONE)
                + "\",\"messageId\":\"2070443601311540\",\"publishTime\":\"2026-08-20T10:15:31.789Z\"},"
                + "\"subscription\":\"projects/soc/subscriptions/audit-push\"}";

        assertCounts(pubSub(wrapped, issuer.sign(Tokens.claims())), 1, 0);
        assertCounts(pubSub(ONE, issuer.sign(Tokens.claims())), 1, 0);
        assertThat(pubSub(ONE, issuer.sign(expired)).statusCode()).isEqualTo(401);
        assertThat(pubSub(ONE, Tokens.quickIssuer("stand").sign(Tokens.claims()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(events.read(2)).extracting(IngestStand::value).containsExactly(ONE, ONE);
    }

    @Test
    void everyAnswerToFirehoseNamesItsRequest() {
        String body = "{\"requestId\":\"" + REQUEST_ID + "\",\"timestamp\":1755684931000,\"records\":[{\"data\":\""
                + base64(ONE) + "\"},{\"data\":\"" + Base64.getEncoder().encodeToString(Samples.gzip(ONE)) + "\"}]}";

        var taken = firehose(HookStand.FIREHOSE_KEY, Samples.gzip(body));
        var refused = firehose("wrong", Samples.gzip(body));

        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.jsonPath().getString("requestId")).isEqualTo(REQUEST_ID);
        assertThat(taken.jsonPath().getLong("timestamp")).isPositive();
        assertThat(taken.jsonPath().getString("errorMessage")).isNull();
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.jsonPath().getString("requestId")).isEqualTo(REQUEST_ID);
        assertThat(refused.jsonPath().getString("errorMessage")).contains("unauthenticated");
        assertThat(events.read(2)).extracting(IngestStand::value).containsExactly(ONE, ONE);
    }

    @Test
    void oktaIsVerifiedAndDelivers() {
        String body =
                "{\"eventType\":\"com.okta.event_hook\",\"eventId\":\"85b6\",\"data\":{\"events\":[" + ONE + "]}}";
        var verified = okta().header("x-okta-verification-challenge", "abc").get(path("hook.okta"));

        assertThat(verified.asString()).isEqualTo("{\"verification\":\"abc\"}");
        assertThat(verified.contentType()).startsWith("application/json");
        assertCounts(okta().body(body).post(path("hook.okta")), 1, 0);
    }

    @Test
    void eventGridShakesHandsInBothSchemasAndDelivers() {
        String validation = "[{\"id\":\"2d17\",\"data\":{\"validationCode\":\"512d\"},"
                + "\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\"}]";
        String event = "[{\"id\":\"4db4\",\"topic\":\"/subscriptions/319a\",\"subject\":\"/subscriptions/319a\","
                + "\"eventType\":\"Microsoft.Resources.ResourceWriteSuccess\",\"eventTime\":\"2026-08-20T10:15:31Z\","
                + "\"data\":" + ONE + ",\"dataVersion\":\"2\",\"metadataVersion\":\"1\"}]";
        String cloudEvents = "[{\"specversion\":\"1.0\",\"id\":\"4db4\",\"source\":\"/subscriptions/319a\","
                + "\"type\":\"Microsoft.Resources.ResourceWriteSuccess\",\"data\":" + ONE + "}]";

        var handshake = json(validation)
                .header("aeg-event-type", "SubscriptionValidation")
                .post(EVENT_GRID);
        var allowed =
                given().header("WebHook-Request-Origin", "eventgrid.azure.net").options(path("hook.eventgrid"));

        assertThat(handshake.asString()).isEqualTo("{\"validationResponse\":\"512d\"}");
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.header("WebHook-Allowed-Origin")).isEqualTo("eventgrid.azure.net");
        assertCounts(json(event).header("aeg-event-type", "Notification").post(EVENT_GRID), 1, 0);
        assertCounts(
                json(cloudEvents)
                        .contentType("application/cloudevents-batch+json")
                        .post(EVENT_GRID),
                1,
                0);
        assertThat(json(event).post(EVENT_GRID + "x").statusCode()).isEqualTo(401);
        assertThat(events.read(2)).extracting(IngestStand::value).containsExactly(ONE, ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "structured"})
    void cloudEventsAreTaken(String mode) {
        boolean binary = mode.equals("binary");
        var response = json(binary
                        ? ONE
                        : "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":" + ONE
                                + "}")
                .contentType(binary ? "application/json" : "application/cloudevents+json")
                .header("ce-specversion", "1.0")
                .header("Authorization", "Bearer " + HookStand.CLOUD_EVENTS_TOKEN)
                .post(path("hook.cloudevents"));

        assertCounts(response, 1, 0);
        assertThat(events.read(1)).extracting(IngestStand::value).containsExactly(ONE);
    }

    @Test
    void apiServerOfKubernetesDeliversItsBatch() {
        String list = "{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"metadata\":{},\"items\":["
                + Samples.kubernetes("a") + "," + Samples.kubernetes("b") + "]}";

        var response = json(list)
                .header("Authorization", "Bearer " + HookStand.KUBERNETES_TOKEN)
                .post(path("hook.kubernetes") + "?timeout=30s");

        assertCounts(response, 2, 0);
        assertThat(events.read(2))
                .extracting(IngestStand::value)
                .containsExactlyInAnyOrder(Samples.kubernetes("a"), Samples.kubernetes("b"));
    }

    @Test
    void graphIsAnsweredInPlainText() {
        var response = given().urlEncodingEnabled(false)
                .post(path("hook.m365") + "?key=auth-id-0123456789&validationToken=a%20b%2Bc");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("text/plain");
        assertThat(response.asString()).isEqualTo("a b+c");
    }

    @Test
    void logHoldsNeitherSecretsNorBodies() {
        var lines = new ArrayList<String>();
        var handler = new Handler() {
            @Override
            public synchronized void publish(LogRecord line) {
                lines.add(line.getMessage()
                        + List.of(line.getParameters() == null ? new Object[0] : line.getParameters())
                        + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(handler);
        try {
            github("{\"marked\":\"body\"}", Signed.sha256(HookStand.GITHUB_SECRET, "{\"marked\":\"body\"}"));
            github("{\"marked\":\"body\"}", Signed.sha256("wrong", "x"));
            json("marked body").post(EVENT_GRID);
            json("marked body").post(path("hook.eventgrid") + "?key=marked-guess");
            pubSub("marked body", "marked.token.x");
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        assertThat(String.join("\n", lines))
                .doesNotContain("marked", HookStand.GITHUB_SECRET, HookStand.EVENT_GRID_KEY);
    }

    private static Response push(String source, String body) {
        return json(body).post(path(source));
    }

    private static Response github(String body, String signature) {
        return json(body)
                .header("X-GitHub-Event", "member")
                .header("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")
                .header("X-Hub-Signature-256", signature)
                .post(path("hook.github"));
    }

    private static Response sns(String body) {
        return json(body).contentType("text/plain; charset=UTF-8").post(path("hook.sns"));
    }

    private static RequestSpecification raw() {
        return json(ONE).header("x-amz-sns-rawdelivery", "true").header("x-amz-sns-topic-arn", SnsMessages.TOPIC);
    }

    private static Response pubSub(String body, String token) {
        return json(body).header("Authorization", "Bearer " + token).post(path("hook.pubsub"));
    }

    private static Response firehose(String key, byte[] body) {
        return json("").body(body)
                .header("Content-Encoding", "gzip")
                .header("X-Amz-Firehose-Request-Id", REQUEST_ID)
                .header("X-Amz-Firehose-Access-Key", key)
                .post(path("hook.firehose"));
    }

    private static RequestSpecification okta() {
        return json("").header("Authorization", HookStand.OKTA_SECRET);
    }

    private static RequestSpecification json(String body) {
        return plain().contentType("application/json").body(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String path(String source) {
        return "/v1/hooks/" + source;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
