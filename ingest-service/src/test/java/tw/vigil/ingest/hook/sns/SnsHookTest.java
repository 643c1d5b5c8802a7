package tw.vigil.ingest.hook.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.hook.KnownWeb;
import tw.vigil.ingest.hook.Pushed;
import tw.vigil.ingest.hook.Reply;
import tw.vigil.ingest.hook.Verdict;

class SnsHookTest {
    private static final Certificates ROOT = Certificates.authority("Root of the test");
    private static final Certificates SNS = ROOT.signer("sns.amazonaws.com");
    private static final String OTHER_TOPIC = "arn:aws:sns:eu-west-1:444455556666:other";

    private final KnownWeb web =
            new KnownWeb().with(SnsMessages.CERTIFICATE, SNS.pem()).with(SnsMessages.CONFIRMATION, new byte[0]);
    private final SnsHook hook = hook("raw-password");

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void notificationOfEitherSignatureIsHandedOnUnchanged(String version) {
        String body = SnsMessages.signed(
                SnsMessages.notification("{\"名\":\"a\\nb\"}").put("SignatureVersion", version), SNS.key());

        assertThat(Pushed.taken(post(body))).isEqualTo(body);
        assertThat(web.asked()).containsExactly(SnsMessages.CERTIFICATE);
    }

    @Test
    void subjectIsSignedWhereItIsPresentOnly() {
        var message = SnsMessages.notification("x");
        message.remove("Subject");

        assertThat(Pushed.taken(post(SnsMessages.signed(message, SNS.key())))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Message", "MessageId", "Subject", "Timestamp", "Signature"})
    void changedNotificationIsForged(String field) {
        var message = SnsMessages.notification("x");
        SnsMessages.signed(message, SNS.key());
        message.put(field, field.equals("Signature") ? "AAAA" : "changed");

        assertThat(Pushed.forged(post(message.toString()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Message", "MessageId", "Timestamp", "Signature", "SignatureVersion", "SigningCertURL"})
    void notificationWithoutAFieldIsForged(String field) {
        var message = SnsMessages.notification("x");
        SnsMessages.signed(message, SNS.key());
        message.remove(field);

        assertThat(Pushed.forged(post(message.toString()))).isTrue();
    }

    @Test
    void notificationOfAnotherKeyIsForged() {
        String body = SnsMessages.signed(
                SnsMessages.notification("x"), ROOT.signer("sns.amazonaws.com").key());

        assertThat(Pushed.forged(post(body))).isTrue();
    }

    @Test
    void notificationPassedOffAsAConfirmationIsForged() {
        var message = SnsMessages.notification("x");
        SnsMessages.signed(message, SNS.key());
        message.put("Type", "SubscriptionConfirmation").put("SubscribeURL", SnsMessages.CONFIRMATION);

        assertThat(Pushed.forged(post(message.toString()))).isTrue();
        assertThat(web.asked()).doesNotContain(SnsMessages.CONFIRMATION);
    }

    @Test
    void anotherTopicCausesNoTraffic() {
        String body = SnsMessages.signed(SnsMessages.notification("x").put("TopicArn", OTHER_TOPIC), SNS.key());
        String confirmation = SnsMessages.signed(
                SnsMessages.confirmation("SubscriptionConfirmation").put("TopicArn", OTHER_TOPIC), SNS.key());

        assertThat(Pushed.unknown(post(body))).isTrue();
        assertThat(Pushed.unknown(post(confirmation))).isTrue();
        assertThat(web.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/a.pem",
                "https://sns.eu-west-1.amazonaws.com@169.254.169.254/a.pem",
                "http://sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-central-1.amazonaws.com/a.pem"
            })
    void certificateIsFetchedFromSnsOnly(String address) {
        String body = SnsMessages.signed(SnsMessages.notification("x").put("SigningCertURL", address), SNS.key());

        assertThat(Pushed.forged(post(body))).isTrue();
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void certificateThatIsAwayDecidesNothing() {
        web.without(SnsMessages.CERTIFICATE);

        assertThat(post(SnsMessages.signed(SnsMessages.notification("x"), SNS.key())))
                .isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void certificateOfAnotherAuthorityIsNotTaken() {
        var stranger = Certificates.authority("Nobody").signer("sns.amazonaws.com");
        web.with(SnsMessages.CERTIFICATE, stranger.pem());

        assertThat(Pushed.forged(post(SnsMessages.signed(SnsMessages.notification("x"), stranger.key()))))
                .isTrue();
    }

    @Test
    void subscriptionIsConfirmed() {
        var verdict = post(SnsMessages.signed(SnsMessages.confirmation("SubscriptionConfirmation"), SNS.key()));

        assertThat(verdict).isEqualTo(new Verdict.Handshake(Reply.OK));
        assertThat(web.asked()).containsExactly(SnsMessages.CERTIFICATE, SnsMessages.CONFIRMATION);
    }

    @Test
    void forgedConfirmationIsNotCalled() {
        var message = SnsMessages.confirmation("SubscriptionConfirmation");
        SnsMessages.signed(message, SNS.key());
        message.put("Token", "other");

        assertThat(Pushed.forged(post(message.toString()))).isTrue();
        assertThat(web.asked()).containsExactly(SnsMessages.CERTIFICATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254/?Action=ConfirmSubscription&TopicArn=" + SnsMessages.TOPIC + "&Token=1",
                "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + SnsMessages.TOPIC
            })
    void signedConfirmationElsewhereIsNotCalledEither(String address) {
        String body = SnsMessages.signed(
                SnsMessages.confirmation("SubscriptionConfirmation").put("SubscribeURL", address), SNS.key());

        assertThat(post(body)).isInstanceOf(Verdict.Malformed.class);
        assertThat(web.asked()).containsExactly(SnsMessages.CERTIFICATE);
    }

    @Test
    void confirmationThatFailsIsAskedForAgain() {
        web.without(SnsMessages.CONFIRMATION);

        assertThat(post(SnsMessages.signed(SnsMessages.confirmation("SubscriptionConfirmation"), SNS.key())))
                .isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void endOfASubscriptionIsHeardAndNotUndone() {
        var verdict = post(SnsMessages.signed(SnsMessages.confirmation("UnsubscribeConfirmation"), SNS.key()));

        assertThat(verdict).isEqualTo(new Verdict.Handshake(Reply.OK));
        assertThat(web.asked()).containsExactly(SnsMessages.CERTIFICATE);
    }

    @ParameterizedTest
    @CsvSource({"sns:raw-password,true", "sns:wrong,false", "raw-password,true", ",false"})
    void rawDeliveryShowsAPassword(String pair, boolean taken) {
        var pushed = raw(SnsMessages.TOPIC);
        if (pair != null) {
            pushed.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }

        var verdict = pushed.judgedBy(hook);

        assertThat(verdict instanceof Verdict.Take).isEqualTo(taken);
        assertThat(Pushed.unknown(verdict)).isEqualTo(!taken);
    }

    @Test
    void rawDeliveryOfAnotherTopicIsForbidden() {
        var pushed = raw(OTHER_TOPIC)
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("sns:raw-password".getBytes(StandardCharsets.UTF_8)));

        assertThat(pushed.judgedBy(hook)).isInstanceOf(Verdict.Forbidden.class);
    }

    @Test
    void rawDeliveryWithoutAPasswordIsNeverTaken() {
        assertThat(Pushed.unknown(raw(SnsMessages.TOPIC).judgedBy(hook()))).isTrue();
    }

    @Test
    void snsIsAskedForThePassword() {
        var refused = new Reply(401, "application/problem+json", "{}", Map.of());

        assertThat(hook.answer(Pushed.post("").call(), refused).headers())
                .containsEntry("WWW-Authenticate", "Basic realm=\"vigil-ingest\"");
        assertThat(hook().answer(Pushed.post("").call(), refused)).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{\"Type\":\"Notification\"}", "{\"TopicArn\":{}}"})
    void whatIsNoMessageProvesNothing(String body) {
        assertThat(Pushed.unknown(post(body))).isTrue();
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void topicThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> new SnsHook("ct", List.of("my-topic"), Pushed.secrets(), certificates(), web))
                .hasMessageContaining("my-topic")
                .hasMessageContaining("arn:aws:sns:");
    }

    private SnsHook hook(String... passwords) {
        return new SnsHook("ct", List.of(SnsMessages.TOPIC), Pushed.secrets(passwords), certificates(), web);
    }

    private SigningCertificates certificates() {
        return new SigningCertificates(
                web, new CertificateTrust(List.of(ROOT.certificate()), web), InstantSource.system());
    }

    private Verdict post(String body) {
        return Pushed.post(body)
                .header("Content-Type", "text/plain; charset=UTF-8")
                .judgedBy(hook);
    }

    private static Pushed raw(String topic) {
        return Pushed.post("{\"eventName\":\"StopLogging\"}")
                .header("x-amz-sns-rawdelivery", "true")
                .header("x-amz-sns-topic-arn", topic);
    }
}
