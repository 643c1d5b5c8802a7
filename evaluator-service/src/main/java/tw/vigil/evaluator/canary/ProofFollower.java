package tw.vigil.evaluator.canary;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import tw.vigil.evaluator.follow.Following;
import tw.vigil.event.Topics;

/// Reads `vigil.proofs` from its beginning and goes on, on a thread of its own: what all instances have proven. A
/// broker that goes away costs nothing but time.
public final class ProofFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ProofFollower.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.PROOFS, 0);
    private static final Duration POLL = Duration.ofMillis(500);

    private final UnaryOperator<Map<String, Object>> connection;
    private final Proofs proofs;
    private final Clock clock;
    private final Following following = new Following("proofs", Topics.PROOFS, this::follow);

    /// @param connection adds a client's own settings to those that all have
    public ProofFollower(UnaryOperator<Map<String, Object>> connection, Proofs proofs, Clock clock) {
        this.connection = connection;
        this.proofs = proofs;
        this.clock = clock;
    }

    /// The topic must exist.
    public void start() {
        following.start();
    }

    @Override
    public void close() {
        following.close();
    }

    private void follow() {
        Map<String, Object> settings = connection.apply(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (!following.stopping()) {
                Instant before = clock.instant();
                consumer.poll(POLL).records(PARTITION).forEach(this::take);
                if (consumer.currentLag(PARTITION).orElse(1) == 0) {
                    proofs.readUpTo(before);
                }
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> row) {
        if (row.value() == null) {
            return;
        }
        try {
            if (!proofs.activity().take(row.key(), row.value())) {
                proofs.take(Proof.from(row.value()));
            }
        } catch (IOException | DateTimeException e) {
            // only another version writes what cannot be read here; that rule counts as not proven, which is loud
            LOG.warnf("a proof cannot be read offset=%d cause=%s", row.offset(), e.getMessage());
        }
    }
}
