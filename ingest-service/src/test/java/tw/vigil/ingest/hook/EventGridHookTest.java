package tw.vigil.ingest.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.hook.jwt.JwtTerms;
import tw.vigil.ingest.hook.jwt.JwtVerifier;
import tw.vigil.ingest.hook.jwt.Tokens;
import tw.vigil.ingest.intake.Format;

class EventGridHookTest {
    private static final String KEYS = "https://login.microsoftonline.com/72f9/discovery/v2.0/keys";
    private static final String VALIDATION =
            "[{\"id\":\"2d17\",\"subject\":\"\",\"data\":{\"validationCode\":\"512d-\\\"38\","
                    + "\"validationUrl\":\"https://169.254.169.254/validate\"},"
                    + "\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\"}]";
    private static final String DELIVERY =
            "[{\"id\":\"4db4\",\"eventType\":\"Microsoft.Resources.ResourceWriteSuccess\"}]";
    private static final Tokens ENTRA = Tokens.quickIssuer("entra");

    private final KnownWeb web = new KnownWeb().with(KEYS, ENTRA.keys());
    private final Origins origins = new Origins(List.of("eventgrid.azure.net"));
    private final Hook byKey = new EventGridHook(Pushed.secrets("key-old", "key-new"), null, origins);
    private final Hook byToken = new EventGridHook(
            Pushed.secrets("key"),
            new JwtVerifier(
                    new JwtTerms(
                            List.of("https://sts.windows.net/72f9/"),
                            List.of(Tokens.AUDIENCE),
                            URI.create(KEYS),
                            Map.of(List.of("appid", "azp"), "4962773b")),
                    web,
                    Duration.ZERO),
            origins);

    @Test
    void validationIsAnsweredToWhoKnowsTheKey() {
        var pushed = Pushed.post(VALIDATION).header("aeg-event-type", "SubscriptionValidation");

        assertThat(Pushed.unknown(pushed.judgedBy(byKey))).isTrue();
        assertThat(Pushed.reply(pushed.query("key", "key-new").judgedBy(byKey)).body())
                .isEqualTo("{\"validationResponse\":\"512d-\\\"38\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "[{\"data\":{\"validationCode\":7}}]"})
    void validationWithoutACodeIsNotEventGrids(String body) {
        var pushed = Pushed.post(body)
                .header("aeg-event-type", "SubscriptionValidation")
                .query("key", "key-new");

        assertThat(pushed.judgedBy(byKey)).isInstanceOf(Verdict.Malformed.class);
    }

    @Test
    void deliveryShowsTheKeyInItsAddressOrAsBearer() {
        var pushed = Pushed.post(DELIVERY).header("aeg-event-type", "Notification");

        assertThat(Pushed.unknown(pushed.judgedBy(byKey))).isTrue();
        assertThat(Pushed.unknown(Pushed.post(DELIVERY).query("key", "wrong").judgedBy(byKey)))
                .isTrue();
        assertThat(Pushed.taken(Pushed.post(DELIVERY).query("key", "key-old").judgedBy(byKey)))
                .isEqualTo(DELIVERY);
        assertThat(Pushed.taken(Pushed.post(DELIVERY)
                        .header("Authorization", "Bearer key-new")
                        .judgedBy(byKey)))
                .isEqualTo(DELIVERY);
    }

    @Test
    void cloudEventsAreKnownByTheirType() {
        var verdict = Pushed.post("{\"specversion\":\"1.0\"}")
                .query("key", "key-old")
                .header("Content-Type", "application/cloudevents+json; charset=utf-8")
                .judgedBy(byKey);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Take.class, take -> assertThat(take.format()).isEqualTo(Format.CLOUD_EVENTS));
    }

    @Test
    void originOfEventGridMayDeliver() {
        var asked = Pushed.by("OPTIONS").header("WebHook-Request-Origin", "eventgrid.azure.net");

        assertThat(Pushed.reply(asked.judgedBy(byKey)).headers())
                .containsEntry("WebHook-Allowed-Origin", "eventgrid.azure.net");
    }

    @Test
    void tokenOfEntraIsNeededWhereOneIsConfigured() {
        assertThat(Pushed.unknown(Pushed.post(DELIVERY).query("key", "key").judgedBy(byToken)))
                .isTrue();
        assertThat(Pushed.taken(delivery("appid", "4962773b").judgedBy(byToken)))
                .isEqualTo(DELIVERY);
        assertThat(Pushed.taken(delivery("azp", "4962773b").judgedBy(byToken))).isEqualTo(DELIVERY);
        assertThat(Pushed.unknown(delivery("appid", "another").judgedBy(byToken)))
                .isTrue();
        assertThat(Pushed.forged(Pushed.post(DELIVERY)
                        .header("Authorization", "Bearer a.b.c")
                        .judgedBy(byToken)))
                .isTrue();
    }

    @Test
    void keysThatAreAwayDecideNothing() {
        web.without(KEYS);

        assertThat(delivery("appid", "4962773b").judgedBy(byToken)).isInstanceOf(Verdict.Undecided.class);
    }

    private static Pushed delivery(String claim, String application) {
        var claims = Tokens.claims();
        claims.setIssuer("https://sts.windows.net/72f9/");
        claims.setStringClaim(claim, application);
        return Pushed.post(DELIVERY).header("Authorization", "Bearer " + ENTRA.sign(claims));
    }
}
