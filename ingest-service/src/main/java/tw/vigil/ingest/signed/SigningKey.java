package tw.vigil.ingest.signed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a sender signs with. Its text never shows a secret.
public sealed interface SigningKey {
    String HMAC = "hmac-sha256";
    String ED25519 = "ed25519";
    int SHORTEST_SECRET = 32;

    /// The name by which a request says which key it was signed with.
    String id();

    /// Whether this key made the signature of these bytes.
    boolean made(byte[] signature, byte[] signed);

    /// A secret that both sides know.
    @SuppressWarnings("ArrayRecordComponent")
    record Hmac(String id, byte[] secret) implements SigningKey {
        @Override
        public boolean made(byte[] signature, byte[] signed) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                return MessageDigest.isEqual(mac.doFinal(signed), signature);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has HMAC-SHA256", e);
            }
        }

        @Override
        public String toString() {
            return HMAC + " " + id;
        }
    }

    /// The public half of a key whose other half only the sender has.
    record Ed25519(String id, PublicKey key) implements SigningKey {
        @Override
        public boolean made(byte[] signature, byte[] signed) {
            try {
                var verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
                verifier.update(signed);
                return verifier.verify(signature);
            } catch (SignatureException _) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has Ed25519", e);
            }
        }

        @Override
        public String toString() {
            return ED25519 + " " + id;
        }
    }

    /// Reads a line of a key file: `hmac-sha256 <id> <secret>` or `ed25519 <id> <base64 of the public key, X.509>`.
    ///
    /// @throws IllegalArgumentException when it is neither; the message holds nothing of the line
    static SigningKey parse(String line) {
        String[] words = Pattern.compile(" +").split(line.strip(), 4);
        if (words.length != 3 || !Pattern.matches("[A-Za-z0-9._-]{1,64}", words[1])) {
            throw new IllegalArgumentException("a key is three words: hmac-sha256 or ed25519, its id, the secret or"
                    + " public key; an id is letters, digits, dot, _ and -");
        }
        return switch (words[0]) {
            case HMAC -> hmac(words[1], words[2]);
            case ED25519 -> ed25519(words[1], words[2]);
            default -> throw new IllegalArgumentException("a key is hmac-sha256 or ed25519");
        };
    }

    private static SigningKey hmac(String id, String secret) {
        if (secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("a secret has at least " + SHORTEST_SECRET + " characters");
        }
        return new Hmac(id, secret.getBytes(StandardCharsets.UTF_8));
    }

    private static SigningKey ed25519(String id, String base64) {
        try {
            var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
            return new Ed25519(id, KeyFactory.getInstance("Ed25519").generatePublic(spec));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new IllegalArgumentException("the key after ed25519 is no base64 of a public key (X.509, as openssl"
                    + " pkey -pubout writes it between its BEGIN and END lines)");
        }
    }
}
