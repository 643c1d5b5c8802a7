package tw.vigil.ingest.ledger;

import java.util.Locale;

/// How a request or file ended.
public enum Outcome {
    TAKEN,
    /// A vendor's question whether anybody is there, or its word that there is something to fetch.
    HANDSHAKE,
    UNAUTHENTICATED,
    /// A signature or token that does not hold.
    FORGED,
    FORBIDDEN,
    UNKNOWN_SOURCE,
    TOO_LARGE,
    UNSUPPORTED,
    /// Not what the vendor sends.
    MALFORMED,
    /// What is needed to judge it cannot be fetched.
    UNDECIDED,
    BUSY,
    KAFKA_UNAVAILABLE,
    ABORTED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
