package tw.vigil.ingest.protect;

import com.google.crypto.tink.Mac;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

/// Names a value without giving it away: the first half of a keyed hash (HMAC-SHA256), the same for every way of
/// writing the value.
final class Fingerprints {
    private static final int BYTES = 16;

    private final Mac mac;

    Fingerprints(Mac mac) {
        this.mac = mac;
    }

    String of(Kind kind, String value) {
        try {
            byte[] tag = mac.computeMac((kind.label() + ':' + value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(tag, Math.min(BYTES, tag.length)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fingerprint cannot be made", e);
        }
    }
}
