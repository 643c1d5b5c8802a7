package tw.vigil.ingest.digest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Whether CloudTrail signed a digest.
final class SignatureCheck {
    private SignatureCheck() {}

    /// @param contentHash lower-case hex SHA-256 of the digest's uncompressed content
    /// @param signature hex
    /// @return what is wrong, or null
    static @Nullable TrailBreak judge(
            DigestFile digest, String contentHash, @Nullable String signature, PublicKeys keys) {
        if (signature == null || signature.isBlank()) {
            return TrailBreak.SIGNATURE_MISSING;
        }
        PublicKey key = keys.find(digest.fingerprint());
        if (key == null) {
            return TrailBreak.KEY_UNKNOWN;
        }
        try {
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(digest.signed(contentHash).getBytes(StandardCharsets.UTF_8));
            return verifier.verify(HexFormat.of().parseHex(signature.strip())) ? null : TrailBreak.SIGNATURE_INVALID;
        } catch (SignatureException | IllegalArgumentException _) {
            return TrailBreak.SIGNATURE_INVALID;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK verifies SHA256withRSA", e);
        }
    }
}
