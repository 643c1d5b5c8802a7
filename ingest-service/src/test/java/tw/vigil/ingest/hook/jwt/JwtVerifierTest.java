package tw.vigil.ingest.hook.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.hook.KnownWeb;
import tw.vigil.ingest.hook.jwt.JwtVerifier.Result;

class JwtVerifierTest {
    private static final String KEYS = "https://www.googleapis.com/oauth2/v3/certs";
    private static final Tokens GOOGLE = Tokens.issuer("first");
    private static final Tokens STRANGER = Tokens.issuer("first");

    private final KnownWeb web = new KnownWeb().with(KEYS, GOOGLE.keys());
    private final JwtVerifier verifier = verifier(Duration.ZERO);

    @Test
    void goodTokenHoldsAndKeysAreFetchedOnce() {
        assertThat(verifier.verify(GOOGLE.sign(Tokens.claims()))).isEqualTo(Result.VALID);
        assertThat(verifier.verify(GOOGLE.sign(Tokens.claims()))).isEqualTo(Result.VALID);
        assertThat(web.asked()).containsExactly(KEYS);
    }

    static Stream<Arguments> claimsThatDoNotHold() {
        return Stream.of(
                wrong("expired", claims -> claims.setExpirationTime(secondsFromNow(-90))),
                wrong("never expires", claims -> claims.unsetClaim("exp")),
                wrong("not yet issued", claims -> claims.setIssuedAt(secondsFromNow(300))),
                wrong("issued days ago", claims -> claims.setIssuedAt(secondsFromNow(-200_000))),
                wrong("other issuer", claims -> claims.setIssuer("https://evil.example")),
                wrong("no issuer", claims -> claims.unsetClaim("iss")),
                wrong("other audience", claims -> claims.setAudience("https://other.example")),
                wrong("no audience", claims -> claims.unsetClaim("aud")),
                wrong("other account", claims -> claims.setStringClaim("email", "x@evil.iam.gserviceaccount.com")),
                wrong("no account", claims -> claims.unsetClaim("email")),
                wrong("account not verified", claims -> claims.setClaim("email_verified", false)),
                wrong("nothing said of the account", claims -> claims.unsetClaim("email_verified")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claimsThatDoNotHold")
    void signedTokenThatIsNotForUsDoesNotHold(String name, Consumer<JwtClaims> change) {
        var claims = Tokens.claims();
        change.accept(claims);

        assertThat(verifier.verify(GOOGLE.sign(claims))).as(name).isEqualTo(Result.NOT_FOR_US);
    }

    @Test
    void clocksMayDifferALittle() {
        var claims = Tokens.claims();
        claims.setExpirationTime(secondsFromNow(-30));
        claims.setIssuedAt(secondsFromNow(-3600));
        assertThat(verifier.verify(GOOGLE.sign(claims))).isEqualTo(Result.VALID);

        claims = Tokens.claims();
        claims.setIssuedAt(secondsFromNow(30));
        assertThat(verifier.verify(GOOGLE.sign(claims))).isEqualTo(Result.VALID);
    }

    @Test
    void strangersSignatureIsForgedThoughItNamesOurKey() {
        assertThat(verifier.verify(STRANGER.sign(Tokens.claims()))).isEqualTo(Result.FORGED);
    }

    @Test
    void unsignedTokenIsForged() {
        var jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        jws.setPayload(Tokens.claims().toJson());

        assertThat(verifier.verify(Tokens.serialised(jws))).isEqualTo(Result.FORGED);
    }

    @Test
    void publicKeyIsNoSharedSecret() {
        var jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        jws.setKeyIdHeaderValue("first");
        jws.setKey(new HmacKey(GOOGLE.key().getPublicKey().getEncoded()));
        jws.setPayload(Tokens.claims().toJson());

        assertThat(verifier.verify(Tokens.serialised(jws))).isEqualTo(Result.FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "e30.e30.e30"})
    void whatIsNoTokenIsForged(String token) {
        assertThat(verifier.verify(token)).isEqualTo(Result.FORGED);
        assertThat(verifier.verify(null)).isEqualTo(Result.FORGED);
        assertThat(verifier.verify("a".repeat(100_000))).isEqualTo(Result.FORGED);
    }

    @Test
    void newKeysAreFetchedWhenATokenNamesOne() {
        var next = Tokens.quickIssuer("second");
        assertThat(verifier.verify(GOOGLE.sign(Tokens.claims()))).isEqualTo(Result.VALID);

        web.with(KEYS, next.keys());

        assertThat(verifier.verify(next.sign(Tokens.claims()))).isEqualTo(Result.VALID);
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void unknownKeysCauseLittleTraffic() {
        var sparing = verifier(Duration.ofMinutes(1));
        assertThat(sparing.verify(GOOGLE.sign(Tokens.claims()))).isEqualTo(Result.VALID);

        for (int i = 0; i < 3; i++) {
            assertThat(sparing.verify(Tokens.quickIssuer("made up").sign(Tokens.claims())))
                    .isEqualTo(Result.FORGED);
        }

        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void keysThatAreAwayDecideNothing() {
        web.without(KEYS);

        assertThat(verifier.verify(GOOGLE.sign(Tokens.claims()))).isEqualTo(Result.KEYS_AWAY);
    }

    private JwtVerifier verifier(Duration refreshAtMost) {
        var terms = new JwtTerms(
                List.of(Tokens.ISSUER, "accounts.google.com"),
                List.of(Tokens.AUDIENCE),
                URI.create(KEYS),
                Map.of(List.of("email"), Tokens.EMAIL, List.of("email_verified"), "true"));
        return new JwtVerifier(terms, web, refreshAtMost);
    }

    private static Arguments wrong(String name, Consumer<JwtClaims> change) {
        return Arguments.of(name, change);
    }

    private static NumericDate secondsFromNow(long seconds) {
        var time = NumericDate.now();
        time.addSeconds(seconds);
        return time;
    }
}
