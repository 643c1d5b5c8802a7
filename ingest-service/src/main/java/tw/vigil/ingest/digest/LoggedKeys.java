package tw.vigil.ingest.digest;

import java.security.PublicKey;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A folder of keys that cannot be read must not stop the verification of everything else: it is said, and the key is
/// unknown.
record LoggedKeys(PublicKeys keys) implements PublicKeys {
    private static final Logger LOG = Logger.getLogger(LoggedKeys.class);

    @Override
    public @Nullable PublicKey find(String fingerprint) {
        try {
            return keys.find(fingerprint);
        } catch (IllegalStateException e) {
            LOG.errorf("public keys of CloudTrail cannot be read reason=%s", e.getMessage());
            return null;
        }
    }
}
