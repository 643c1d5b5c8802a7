package tw.vigil.ingest.hook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secrets that a source holds now: several during a rotation. Every one is tried, in constant time.
public final class Secrets {
    private static final String HMAC = "HmacSHA256";

    private final Supplier<List<byte[]>> now;

    public Secrets(Supplier<List<byte[]>> now) {
        this.now = now;
    }

    public boolean exist() {
        return !now.get().isEmpty();
    }

    /// Whether it is one of them.
    public boolean contain(@Nullable String presented) {
        if (presented == null) {
            return false;
        }
        byte[] bytes = presented.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (byte[] secret : now.get()) {
            found |= MessageDigest.isEqual(secret, bytes);
        }
        return found;
    }

    /// Whether one of them makes this HMAC-SHA256 of the bytes.
    boolean sign(byte[] bytes, byte[] signature) {
        boolean found = false;
        for (byte[] secret : now.get()) {
            found |= MessageDigest.isEqual(hmac(secret, bytes), signature);
        }
        return found;
    }

    private static byte[] hmac(byte[] secret, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(bytes);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256, and secrets are not empty", e);
        }
    }
}
