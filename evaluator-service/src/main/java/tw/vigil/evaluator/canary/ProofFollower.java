package tw.vigil.evaluator.canary;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import tw.vigil.event.Topics;

/// Reads `vigil.proofs` from its beginning and goes on, on a thread of its own: what all instances have proven. A
/// broker that goes away costs nothing but time.
public final class ProofFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ProofFollower.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.PROOFS, 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final long RETRY_MILLIS = 1_000;

    private final UnaryOperator<Map<String, Object>> connection;
    private final Proofs proofs;
    private final Clock clock;
    private final Thread thread = Thread.ofPlatform().daemon().name("proofs").unstarted(this::run);
    private volatile boolean stopping;

    /// @param connection adds a client's own settings to those that all have
    public ProofFollower(UnaryOperator<Map<String, Object>> connection, Proofs proofs, Clock clock) {
        this.connection = connection;
        this.proofs = proofs;
        this.clock = clock;
    }

    /// The topic must exist.
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopping = true;
        try {
            if (thread.isAlive() && !thread.join(FAREWELL)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                follow();
            } catch (InterruptException _) {
                return;
            } catch (KafkaException e) {
                LOG.warnf("proofs cannot be followed, trying again cause=%s", e.toString());
                pause();
            } catch (RuntimeException e) {
                LOG.error("proofs cannot be followed, trying again", e);
                pause();
            }
        }
    }

    private void follow() {
        Map<String, Object> settings = connection.apply(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (!stopping) {
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
            proofs.take(Proof.from(row.value()));
        } catch (IOException e) {
            // only another version writes what cannot be read here; that rule counts as not proven, which is loud
            LOG.warnf("a proof cannot be read offset=%d cause=%s", row.offset(), e.getMessage());
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
