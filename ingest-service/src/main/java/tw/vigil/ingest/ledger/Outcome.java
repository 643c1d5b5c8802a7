package tw.vigil.ingest.ledger;

import java.util.Locale;

/// How a request or file ended.
public enum Outcome {
    TAKEN,
    UNAUTHENTICATED,
    FORBIDDEN,
    UNKNOWN_SOURCE,
    TOO_LARGE,
    UNSUPPORTED,
    BUSY,
    KAFKA_UNAVAILABLE,
    ABORTED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
