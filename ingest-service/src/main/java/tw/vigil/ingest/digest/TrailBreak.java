package tw.vigil.ingest.digest;

import java.util.Locale;

/// How a trail can fail its verification.
public enum TrailBreak {
    /// What lies where a digest should lie is none.
    DIGEST_UNREADABLE,
    /// A digest lies under another name than the one that it was signed for.
    DIGEST_MOVED,
    /// A digest that the next one names never came, although older ones did.
    DIGEST_MISSING,
    SIGNATURE_MISSING,
    SIGNATURE_INVALID,
    /// The public key that a digest names is not at hand: nothing is proven, nothing is refuted.
    KEY_UNKNOWN,
    /// A digest is not the one that the next one names.
    CHAIN_BROKEN,
    /// A first digest in a chain that was there before: validation or the trail was switched off and on again.
    CHAIN_RESTARTED,
    /// A log file's content is not what was delivered.
    LOG_FILE_ALTERED,
    /// A log file that a digest vouches for never came.
    LOG_FILE_MISSING;

    /// As events and metrics name it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
