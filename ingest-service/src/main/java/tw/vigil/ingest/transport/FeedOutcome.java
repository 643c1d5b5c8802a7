package tw.vigil.ingest.transport;

import java.util.Locale;

/// What became of one message, object, datagram or page that a feed received.
public enum FeedOutcome {
    /// Kafka has all of it.
    TAKEN,
    /// It only proves that the way is open: a test event, a validation text.
    CONTROL,
    /// The configuration does not ask for it.
    NOT_WANTED,
    /// A digest file, which vouches for other files.
    DIGEST,
    /// It has no form that this transport knows. What becomes of it is the transport's rule.
    UNREADABLE,
    /// What it points at is not there.
    MISSING,
    /// What it points at may not be read.
    DENIED,
    /// Larger than allowed.
    TOO_LARGE,
    /// The other side failed; it is asked again.
    FAILED,
    /// The other side wants to be asked less often.
    THROTTLED,
    /// Too much waits for Kafka; tried again with the same bytes.
    BUSY,
    /// Kafka does not acknowledge; tried again with the same bytes.
    KAFKA_UNAVAILABLE,
    /// It could not be kept: only where the protocol knows no back-pressure.
    DROPPED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
