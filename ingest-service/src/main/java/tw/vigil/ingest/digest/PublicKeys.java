package tw.vigil.ingest.digest;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/// CloudTrail's public keys.
@FunctionalInterface
interface PublicKeys {
    /// @param fingerprint as `digestPublicKeyFingerprint` names it
    @Nullable
    PublicKey find(String fingerprint);
}
