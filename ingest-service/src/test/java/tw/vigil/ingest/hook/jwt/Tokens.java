package tw.vigil.ingest.hook.jwt;

import java.nio.charset.StandardCharsets;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// An issuer of tokens of the test's own.
public final class Tokens {
    public static final String ISSUER = "https://accounts.google.com";
    public static final String AUDIENCE = "https://vigil.example/v1/hooks/gcp";
    public static final String EMAIL = "push@soc.iam.gserviceaccount.com";

    private final PublicJsonWebKey key;
    private final String algorithm;

    private Tokens(PublicJsonWebKey key, String keyId, String algorithm) {
        this.key = key;
        this.algorithm = algorithm;
        key.setKeyId(keyId);
    }

    /// An issuer that signs with RSA, as Google and Microsoft do.
    public static Tokens issuer(String keyId) {
        try {
            return new Tokens(RsaJwkGenerator.generateJwk(2048), keyId, AlgorithmIdentifiers.RSA_USING_SHA256);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An issuer whose keys are made in no time.
    public static Tokens quickIssuer(String keyId) {
        try {
            return new Tokens(
                    EcJwkGenerator.generateJwk(EllipticCurves.P256),
                    keyId,
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An issuer that was written down.
    public static Tokens of(PublicJsonWebKey key) {
        return new Tokens(key, key.getKeyId(), AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    }

    /// Its private key, to write down.
    public String secret() {
        return key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
    }

    /// The published key set.
    public byte[] keys() {
        return new JsonWebKeySet(key).toJson().getBytes(StandardCharsets.UTF_8);
    }

    PublicJsonWebKey key() {
        return key;
    }

    /// Claims of a good token.
    public static JwtClaims claims() {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        claims.setStringClaim("email", EMAIL);
        claims.setClaim("email_verified", true);
        return claims;
    }

    public String sign(JwtClaims claims) {
        var jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue(algorithm);
        return serialised(jws);
    }

    static String serialised(JsonWebSignature jws) {
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
