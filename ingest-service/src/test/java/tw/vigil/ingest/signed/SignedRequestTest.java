package tw.vigil.ingest.signed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.signed.SignedRequest.Proof;

class SignedRequestTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Instant NOW = Instant.ofEpochSecond(1_787_220_930);
    private static final String TIMESTAMP = "1787220930";
    private static final byte[] BODY = "{\"act\":\"政策\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration WINDOW = Duration.ofMinutes(5);

    @Test
    void secretProvesTheSender() throws GeneralSecurityException {
        var keys = List.of(SigningKey.parse("hmac-sha256 aud-1 " + SECRET));
        byte[] signature = hmac(TIMESTAMP + "\n");

        assertThat(request("aud-1", TIMESTAMP, hex(signature)).prove(BODY, keys, NOW, WINDOW))
                .isEqualTo(new Proof.Valid("aud-1"));
        assertThat(request("aud-1", TIMESTAMP, base64(signature)).prove(BODY, keys, NOW, WINDOW))
                .isEqualTo(new Proof.Valid("aud-1"));
    }

    @Test
    void privateKeyProvesTheSender() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var keys = List.of(
                SigningKey.parse("ed25519 aud-2 " + base64(pair.getPublic().getEncoded())));
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update((TIMESTAMP + "\n").getBytes(StandardCharsets.US_ASCII));
        signer.update(BODY);
        byte[] signature = signer.sign();

        assertThat(request("aud-2", TIMESTAMP, base64(signature)).prove(BODY, keys, NOW, WINDOW))
                .isEqualTo(new Proof.Valid("aud-2"));
        signature[3] ^= 1;
        assertThat(request("aud-2", TIMESTAMP, base64(signature)).prove(BODY, keys, NOW, WINDOW))
                .isInstanceOf(Proof.Forged.class);
        assertThat(request("aud-2", TIMESTAMP, "AAAA").prove(BODY, keys, NOW, WINDOW))
                .isInstanceOf(Proof.Forged.class);
    }

    /// Made by the commands of docs/sources/governance.act.md.
    @Test
    void commandsOfTheManualProveTheSender() {
        var keys = List.of(
                SigningKey.parse("hmac-sha256 aud-1 " + SECRET),
                SigningKey.parse("ed25519 aud-2 MCowBQYDK2VwAyEAEPMEsrT6cUptSIGrgpj9vmRgBuq4c2AgkrK6uPDzMCg="));
        String hmac = "a9ab4940ed1e068f55da75236f1f29b16dbaef6d5aa675f1eb9e3ab98adf5725";
        String ed25519 = "7rPZcfguVY9pg2L231/OcRevmIcb+Hvn2ewyQzZ5+xZMNR9Qnlo89P+lr+8yhMadQ4Zv1bu3PP0QTL2utLraBA==";

        assertThat(request("aud-1", TIMESTAMP, hmac).prove(BODY, keys, NOW, WINDOW))
                .isEqualTo(new Proof.Valid("aud-1"));
        assertThat(request("aud-2", TIMESTAMP, ed25519).prove(BODY, keys, NOW, WINDOW))
                .isEqualTo(new Proof.Valid("aud-2"));
    }

    @Test
    void whatWasSignedCannotBeChangedOrPlayedAgain() throws GeneralSecurityException {
        var keys = List.of(SigningKey.parse("hmac-sha256 aud-1 " + SECRET));
        String signature = hex(hmac(TIMESTAMP + "\n"));
        var request = request("aud-1", TIMESTAMP, signature);

        assertThat(request.prove("{}".getBytes(StandardCharsets.UTF_8), keys, NOW, WINDOW))
                .isInstanceOf(Proof.Forged.class);
        assertThat(request("aud-1", "1787220931", signature).prove(BODY, keys, NOW, WINDOW))
                .isInstanceOf(Proof.Forged.class);
        assertThat(request.prove(BODY, keys, NOW.plus(WINDOW).plusSeconds(1), WINDOW))
                .isInstanceOf(Proof.Forged.class);
        assertThat(request.prove(BODY, keys, NOW.minus(WINDOW).minusSeconds(1), WINDOW))
                .isInstanceOf(Proof.Forged.class);
        assertThat(request.prove(BODY, keys, NOW.plus(WINDOW), WINDOW)).isInstanceOf(Proof.Valid.class);
    }

    @Test
    void whoShowsNoKnownKeyIsUnknown() {
        var keys = List.of(SigningKey.parse("hmac-sha256 aud-1 " + SECRET));
        String any = "00".repeat(32);

        assertThat(List.of(
                        new SignedRequest(null, TIMESTAMP, any),
                        new SignedRequest("aud-1", null, any),
                        new SignedRequest("aud-1", TIMESTAMP, null),
                        request("aud-9", TIMESTAMP, any),
                        request("aud-1", "yesterday", any),
                        request("aud-1", TIMESTAMP, "%%")))
                .allSatisfy(request ->
                        assertThat(request.prove(BODY, keys, NOW, WINDOW)).isInstanceOf(Proof.Unknown.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hmac-sha256 a short-secret",
                "hmac-sha256 0123456789abcdef0123456789abcdef",
                "hmac-sha1 a 0123456789abcdef0123456789abcdef",
                "ed25519 a 0123456789abcdef0123456789abcdef",
                "hmac-sha256 a/b 0123456789abcdef0123456789abcdef"
            })
    void keyThatIsNoneIsRefusedWithoutBeingShown(String line) {
        assertThatThrownBy(() -> SigningKey.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("0123456789", "short-secret"));
        assertThat(SigningKey.parse("hmac-sha256 aud-1 " + SECRET)).hasToString("hmac-sha256 aud-1");
    }

    private static SignedRequest request(String key, String timestamp, String signature) {
        return new SignedRequest(key, timestamp, signature);
    }

    private static byte[] hmac(String before) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(before.getBytes(StandardCharsets.US_ASCII));
        return mac.doFinal(BODY);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
