package tw.vigil.ingest.m365;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;

/// Up to when the content of a type was taken, kept where Kafka keeps the offsets of consumers, as the note that may
/// stand
/// beside an offset. Whoever resets the group's offsets makes us begin anew.
final class Checkpoints implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final TopicPartition PLACE = new TopicPartition(Topics.EVENTS, 0);

    private final Admin admin;

    /// @param connection to our Kafka
    Checkpoints(Map<String, Object> connection) {
        admin = Admin.create(connection);
    }

    /// @return null when none was ever kept
    /// @throws CheckpointException when Kafka cannot be asked
    @Nullable
    Instant read(String feed, String contentType) throws InterruptedException, CheckpointException {
        String group = group(feed, contentType);
        try {
            OffsetAndMetadata kept = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .get(PLACE);
            return kept == null ? null : Instant.parse(kept.metadata());
        } catch (DateTimeException _) {
            return null;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new CheckpointException("checkpoint of " + group + " cannot be read", e);
        }
    }

    void write(String feed, String contentType, Instant done) throws InterruptedException, CheckpointException {
        String group = group(feed, contentType);
        try {
            admin.alterConsumerGroupOffsets(group, Map.of(PLACE, new OffsetAndMetadata(0, done.toString())))
                    .all()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new CheckpointException("checkpoint of " + group + " cannot be kept", e);
        }
    }

    static String group(String feed, String contentType) {
        return "vigil-ingest-m365." + feed + "." + contentType;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    /// Kafka does not answer.
    static final class CheckpointException extends Exception {
        private static final long serialVersionUID = 1L;

        CheckpointException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
