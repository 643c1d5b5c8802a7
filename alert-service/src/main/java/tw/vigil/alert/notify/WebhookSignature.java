package tw.vigil.alert.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs a webhook as Standard Webhooks 1 says: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`.
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final byte[] secret;

    /// @param secret `whsec_` and Base64, or any other text, whose bytes are then the key
    WebhookSignature(String secret) {
        String text = secret.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the webhook secret is empty");
        }
        this.secret = text.startsWith(PREFIX)
                ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
                : text.getBytes(StandardCharsets.UTF_8);
    }

    String sign(String id, Instant timestamp, String body) {
        String signed = id + "." + timestamp.getEpochSecond() + "." + body;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
