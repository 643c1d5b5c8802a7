package tw.vigil.ingest.publish;

import org.jspecify.annotations.Nullable;

/// Kafka did not acknowledge in time. What was sent may or may not be there: send it again, its keys make it harmless.
public final class KafkaUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public KafkaUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
