package tw.vigil.ingest.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.body.LimitExceededException;
import tw.vigil.ingest.publish.BusyException;

class GitHubHookTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final String VECTOR = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static final String MEMBER = "{\"action\":\"added\",\"member\":{\"login\":\"mallory\",\"id\":2},"
            + "\"organization\":{\"login\":\"acme\"},\"sender\":{\"login\":\"王小明\",\"id\":1}}";

    private final Hook hook = new GitHubHook(Pushed.secrets(SECRET));

    @Test
    void signatureOfTheDocumentedVectorHolds() {
        var verdict = delivery("Hello, World!", "sha256=" + VECTOR).judgedBy(hook);

        assertThat(Pushed.taken(verdict)).isEqualTo("Hello, World!");
        assertThat(((Verdict.Take) verdict).hints())
                .isEqualTo(Map.of("x-github-event", "member", "x-github-delivery", "72d3162e-cc78-11e3-81ab"));
    }

    @Test
    void signatureIsOfTheRawBytes() {
        var verdict = delivery(MEMBER, Signed.sha256(SECRET, MEMBER)).judgedBy(hook);

        assertThat(Pushed.taken(verdict)).isEqualTo(MEMBER);
        assertThat(Pushed.forged(
                        delivery(MEMBER + " ", Signed.sha256(SECRET, MEMBER)).judgedBy(hook)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256=", "sha1=757107ea0eb2509fc211221cce984b8a37570b6d", "sha256=" + "zz" + "00"})
    void whatIsNoSignatureProvesNothing(String signature) {
        assertThat(Pushed.unknown(delivery(MEMBER, signature).judgedBy(hook))).isTrue();
    }

    @Test
    void missingSignatureProvesNothing() {
        assertThat(Pushed.unknown(
                        Pushed.post(MEMBER).header("X-GitHub-Event", "member").judgedBy(hook)))
                .isTrue();
    }

    @Test
    void everySecretHoldsDuringARotation() {
        var rotating = new GitHubHook(Pushed.secrets("old", "new"));

        assertThat(Pushed.taken(delivery(MEMBER, Signed.sha256("old", MEMBER)).judgedBy(rotating)))
                .isEqualTo(MEMBER);
        assertThat(Pushed.taken(delivery(MEMBER, Signed.sha256("new", MEMBER)).judgedBy(rotating)))
                .isEqualTo(MEMBER);
        assertThat(Pushed.forged(delivery(MEMBER, Signed.sha256("gone", MEMBER)).judgedBy(rotating)))
                .isTrue();
    }

    @Test
    void nothingHoldsWithoutASecret() {
        assertThat(Pushed.forged(
                        delivery(MEMBER, Signed.sha256("x", MEMBER)).judgedBy(new GitHubHook(Pushed.secrets()))))
                .isTrue();
    }

    @Test
    void pingIsAnsweredAndHoldsNoEvent() {
        var ping = delivery("{\"zen\":\"Keep it logically awesome.\"}", "").header("X-GitHub-Event", "ping");

        assertThat(Pushed.unknown(ping.judgedBy(hook))).isTrue();

        ping.header("X-Hub-Signature-256", Signed.sha256(SECRET, "{\"zen\":\"Keep it logically awesome.\"}"));
        assertThat(Pushed.reply(ping.judgedBy(hook)).status()).isEqualTo(200);
    }

    @Test
    void payloadOfAFormIsDecodedAfterItsRawBytesWereVerified() {
        String form = "a=b&payload=" + URLEncoder.encode(MEMBER, StandardCharsets.UTF_8);
        var pushed = delivery(form, Signed.sha256(SECRET, form))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");

        assertThat(Pushed.taken(pushed.judgedBy(hook))).isEqualTo(MEMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other=1", "payload=%zz"})
    void formWithoutPayloadIsNotGitHubs(String form) {
        var pushed =
                delivery(form, Signed.sha256(SECRET, form)).header("Content-Type", "application/x-www-form-urlencoded");

        assertThat(pushed.judgedBy(hook)).isInstanceOf(Verdict.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-GitHub-Event", "X-GitHub-Delivery"})
    void headersThatNameTheEventAreNeeded(String header) {
        var pushed = delivery(MEMBER, Signed.sha256(SECRET, MEMBER)).header(header, "no such; value");

        assertThat(pushed.judgedBy(hook))
                .isInstanceOfSatisfying(
                        Verdict.Malformed.class,
                        malformed -> assertThat(malformed.detail()).contains(header));
    }

    @Test
    void moreThanGitHubSendsIsNotRead() {
        var call = delivery("x", "sha256=" + VECTOR);
        byte[] large = new byte[GitHubHook.LARGEST + 1];

        assertThatThrownBy(() -> hook.judge(Pushed.post(large)
                        .header("X-Hub-Signature-256", "sha256=" + VECTOR)
                        .call()))
                .isInstanceOf(LimitExceededException.class);
        assertThat(Pushed.forged(call.judgedBy(hook))).isTrue();
    }

    @Test
    void bodiesThatWaitToBeJudgedHaveABoundTogether() throws Exception {
        var budget = new BodyBudget(100);
        String text = "x".repeat(60);
        Call first = delivery(text, Signed.sha256(SECRET, text)).out(budget).call();

        hook.judge(first);

        assertThatThrownBy(() -> hook.judge(
                        delivery(text, Signed.sha256(SECRET, text)).out(budget).call()))
                .isInstanceOf(BusyException.class);
        first.close();
        assertThat(hook.judge(
                        delivery(text, Signed.sha256(SECRET, text)).out(budget).call()))
                .isInstanceOf(Verdict.Take.class);
    }

    private static Pushed delivery(String body, String signature) {
        return Pushed.post(body)
                .header("X-GitHub-Event", "member")
                .header("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab")
                .header("X-Hub-Signature-256", signature);
    }
}
