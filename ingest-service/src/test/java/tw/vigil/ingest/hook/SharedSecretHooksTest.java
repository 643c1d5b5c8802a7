package tw.vigil.ingest.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.hook.sns.Certificates;
import tw.vigil.ingest.intake.Format;

/// Vendors that show a secret of both sides' choice.
class SharedSecretHooksTest {
    private static final String BODY = "{\"a\":1}";
    private static final Instant NOW = Instant.parse("2026-08-20T10:15:30Z");

    private final Hook okta = new OktaHook(Pushed.secrets("okta-old", "okta-new"), "X-Vigil-Okta");
    private final Hook firehose = new FirehoseHook(Pushed.secrets("access-key"), InstantSource.fixed(NOW));
    private final Hook kubernetes =
            new KubernetesHook(Pushed.secrets("token"), List.of(new X500Principal("CN=kube-apiserver,O=prod")));
    private final Hook cloudEvents =
            new CloudEventsHook(Pushed.secrets("token"), new Origins(List.of("sender.example")), null);

    @Test
    void oktaChallengeIsAnsweredToWhoKnowsTheSecret() {
        var challenge = Pushed.by("GET").header("x-okta-verification-challenge", "Me_rShK8JHs");

        assertThat(Pushed.unknown(challenge.judgedBy(okta))).isTrue();
        assertThat(Pushed.reply(challenge.header("X-Vigil-Okta", "okta-old").judgedBy(okta)))
                .isEqualTo(new Reply(200, "application/json", "{\"verification\":\"Me_rShK8JHs\"}", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "<script>", "a b"})
    void oktaChallengeThatIsNoneIsNotEchoed(String challenge) {
        var pushed =
                Pushed.by("GET").header("X-Vigil-Okta", "okta-new").header("X-Okta-Verification-Challenge", challenge);

        assertThat(pushed.judgedBy(okta)).isInstanceOf(Verdict.Malformed.class);
    }

    @Test
    void oktaDeliveryShowsASecret() {
        assertThat(Pushed.taken(
                        Pushed.post(BODY).header("X-Vigil-Okta", "okta-new").judgedBy(okta)))
                .isEqualTo(BODY);
        assertThat(Pushed.unknown(Pushed.post(BODY).judgedBy(okta))).isTrue();
        assertThat(Pushed.unknown(
                        Pushed.post(BODY).header("X-Vigil-Okta", "okta").judgedBy(okta)))
                .isTrue();
        assertThat(okta.budget()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void oktaIsNeverToldToStopWhenItShouldComeAgain() {
        var busy = new Reply(429, "application/problem+json", "{}", Map.of("Retry-After", "1"));

        var answer = okta.answer(Pushed.post(BODY).call(), busy);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void firehoseShowsItsAccessKey() {
        var pushed = Pushed.post(BODY).header("X-Amz-Firehose-Request-Id", "ed4acda5-034f-9f42-bba1-f29aea6d7d8f");

        assertThat(Pushed.unknown(pushed.judgedBy(firehose))).isTrue();
        assertThat(Pushed.unknown(
                        pushed.header("X-Amz-Firehose-Access-Key", "wrong").judgedBy(firehose)))
                .isTrue();
        assertThat(Pushed.taken(
                        pushed.header("X-Amz-Firehose-Access-Key", "access-key").judgedBy(firehose)))
                .isEqualTo(BODY);
        assertThat(Pushed.post(BODY)
                        .header("X-Amz-Firehose-Access-Key", "access-key")
                        .judgedBy(firehose))
                .isInstanceOf(Verdict.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 413, 429, 503})
    void everyAnswerToFirehoseNamesItsRequest(int status) throws Exception {
        String id = "ed4acda5-034f-9f42-bba1-f29aea6d7d8f";
        var call = Pushed.post(BODY).header("X-Amz-Firehose-Request-Id", id).call();

        var answer = firehose.answer(
                call, new Reply(status, "application/problem+json", "{\"title\":\"x\"}", Map.of("Retry-After", "5")));

        JsonNode json = new ObjectMapper().readTree(answer.body());
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.mediaType()).isEqualTo("application/json");
        assertThat(answer.headers()).containsEntry("Retry-After", "5");
        assertThat(json.path("requestId").asText()).isEqualTo(id);
        assertThat(json.path("timestamp").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(json.has("errorMessage")).isEqualTo(status != 200);
    }

    @Test
    void kubernetesShowsATokenOrACertificate() {
        var known = Certificates.selfSigned("CN=kube-apiserver,O=prod");
        var other = Certificates.selfSigned("CN=kube-apiserver,O=dev");

        assertThat(Pushed.taken(Pushed.post(BODY)
                        .header("Authorization", "Bearer token")
                        .judgedBy(kubernetes)))
                .isEqualTo(BODY);
        assertThat(Pushed.taken(Pushed.post(BODY).client(known).judgedBy(kubernetes)))
                .isEqualTo(BODY);
        assertThat(Pushed.unknown(Pushed.post(BODY).client(other).judgedBy(kubernetes)))
                .isTrue();
        assertThat(Pushed.unknown(
                        Pushed.post(BODY).header("Authorization", "Basic token").judgedBy(kubernetes)))
                .isTrue();
        assertThat(Pushed.unknown(Pushed.post(BODY).judgedBy(kubernetes))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/cloudevents+json", "application/cloudevents-batch+json"})
    void cloudEventsOfEveryModeShowAToken(String contentType) {
        var pushed = Pushed.post(BODY).header("Content-Type", contentType + "; charset=UTF-8");

        assertThat(Pushed.unknown(pushed.judgedBy(cloudEvents))).isTrue();
        var verdict = pushed.header("Authorization", "Bearer token").judgedBy(cloudEvents);
        assertThat(Pushed.taken(verdict)).isEqualTo(BODY);
        assertThat(((Verdict.Take) verdict).format())
                .isEqualTo(contentType.contains("cloudevents") ? Format.CLOUD_EVENTS : Format.ANY);
    }

    @Test
    void cloudEventsMayBeSignedInstead() {
        var hook = new CloudEventsHook(Pushed.secrets("key"), new Origins(List.of()), "X-Signature");
        String base64 = Base64.getEncoder().encodeToString(Signed.hmac("key", BODY));

        assertThat(Pushed.taken(Pushed.post(BODY)
                        .header("X-Signature", Signed.sha256("key", BODY))
                        .judgedBy(hook)))
                .isEqualTo(BODY);
        assertThat(Pushed.taken(Pushed.post(BODY).header("X-Signature", base64).judgedBy(hook)))
                .isEqualTo(BODY);
        assertThat(Pushed.forged(Pushed.post(BODY + " ")
                        .header("X-Signature", Signed.sha256("key", BODY))
                        .judgedBy(hook)))
                .isTrue();
        assertThat(Pushed.unknown(Pushed.post(BODY).header("X-Signature", "?").judgedBy(hook)))
                .isTrue();
        assertThat(Pushed.unknown(
                        Pushed.post(BODY).header("Authorization", "Bearer key").judgedBy(hook)))
                .as("a signature is needed where one is configured")
                .isTrue();
    }

    @Test
    void originsAskBeforeTheyDeliver() {
        var reply = Pushed.reply(Pushed.by("OPTIONS")
                .header("WebHook-Request-Origin", "Sender.example")
                .header("WebHook-Request-Callback", "https://internal.example/")
                .header("WebHook-Request-Rate", "120")
                .judgedBy(cloudEvents));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("WebHook-Allowed-Origin", "sender.example")
                .containsEntry("WebHook-Allowed-Rate", "*");
        assertThat(Pushed.unknown(Pushed.by("OPTIONS")
                        .header("WebHook-Request-Origin", "other.example")
                        .judgedBy(cloudEvents)))
                .isTrue();
        assertThat(Pushed.unknown(Pushed.by("OPTIONS").judgedBy(cloudEvents))).isTrue();
    }

    @Test
    void microsoftIsValidatedWithItsSecretOnly() {
        var hook = new MicrosoftHook(Pushed.secrets("auth-id"), () -> {});
        String code = "{\"validationCode\":\"b0e1\"}";

        assertThat(Pushed.unknown(Pushed.post(code)
                        .header("Webhook-ValidationCode", "b0e1")
                        .judgedBy(hook)))
                .isTrue();
        assertThat(Pushed.reply(Pushed.post(code)
                                .header("Webhook-AuthID", "auth-id")
                                .header("Webhook-ValidationCode", "b0e1")
                                .judgedBy(hook))
                        .status())
                .isEqualTo(200);
        assertThat(Pushed.post(code)
                        .header("Webhook-AuthID", "auth-id")
                        .header("Webhook-ValidationCode", "other")
                        .judgedBy(hook))
                .isInstanceOf(Verdict.Malformed.class);
        assertThat(Pushed.reply(Pushed.post("")
                        .query("key", "auth-id")
                        .query("validationToken", "Validation: Testing & <ok>")
                        .judgedBy(hook)))
                .satisfies(reply -> {
                    assertThat(reply.mediaType()).isEqualTo("text/plain");
                    assertThat(reply.body()).isEqualTo("Validation: Testing & <ok>");
                    assertThat(reply.headers()).containsEntry("X-Content-Type-Options", "nosniff");
                });
        assertThat(Pushed.unknown(
                        Pushed.post("").query("validationToken", "abc").judgedBy(hook)))
                .isTrue();
    }

    @Test
    void microsoftNoticesSayThatContentWaits() {
        var waits = new AtomicInteger();
        var hook = new MicrosoftHook(Pushed.secrets("auth-id"), waits::incrementAndGet);
        String notices = "[{\"tenantId\":\"72f9\",\"contentType\":\"Audit.Exchange\",\"contentId\":\"e1\","
                + "\"contentUri\":\"https://169.254.169.254/latest\"}]";

        assertThat(Pushed.unknown(Pushed.post(notices).judgedBy(hook))).isTrue();
        assertThat(waits).hasValue(0);
        assertThat(Pushed.reply(Pushed.post(notices)
                                .header("Webhook-AuthID", "auth-id")
                                .judgedBy(hook))
                        .status())
                .isEqualTo(200);
        assertThat(waits).hasValue(1);
        assertThat(Pushed.taken(
                        Pushed.post("{\"value\":[]}").query("key", "auth-id").judgedBy(hook)))
                .isEqualTo("{\"value\":[]}");
        assertThat(Pushed.post("{").query("key", "auth-id").judgedBy(hook)).isInstanceOf(Verdict.Malformed.class);
    }
}
