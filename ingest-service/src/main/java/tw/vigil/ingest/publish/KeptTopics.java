package tw.vigil.ingest.publish;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// The compacted topics in which this service keeps what it must know again after a restart.
@ApplicationScoped
public class KeptTopics {
    private static final int ACKNOWLEDGED_WITHIN_MS = 9_000;

    private final Map<String, Object> connection;
    private final TopicsConfig config;
    private @Nullable KafkaProducer<String, byte @Nullable []> producer;

    KeptTopics(@Identifier("default-kafka-broker") Map<String, Object> connection, TopicsConfig config) {
        this.connection = connection;
        this.config = config;
    }

    void stop(@Observes ShutdownEvent event) {
        synchronized (this) {
            if (producer != null) {
                producer.close(Duration.ofSeconds(1));
            }
        }
    }

    /// Writes and waits until Kafka has it.
    ///
    /// @param record its value null to have the key forgotten
    public void write(ProducerRecord<String, byte @Nullable []> record) throws KafkaUnavailableException {
        try {
            producer().send(record).get(ACKNOWLEDGED_WITHIN_MS + 1_000L, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("stopped while waiting for Kafka", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new KafkaUnavailableException("Kafka did not take a record of " + record.topic(), e);
        }
    }

    /// Reads a topic from its start and goes on with what comes.
    public TopicFollower follow(String topic, TopicFollower.Listener listener) {
        return TopicFollower.start(connection, topic, listener);
    }

    private synchronized KafkaProducer<String, byte @Nullable []> producer() {
        if (producer == null) {
            var settings = ClientSettings.producer(connection, "vigil-ingest-kept");
            settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, config.maxMessageBytes());
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ACKNOWLEDGED_WITHIN_MS);
            producer = new KafkaProducer<String, byte @Nullable []>(
                    settings, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }
}
