package tw.vigil.evaluator.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.pack.RulePack;
import tw.vigil.event.RuleSetRevision;
import tw.vigil.event.Topics;

/// Says on `vigil.rules` which rules are active, when that differs from what is said there.
final class RevisionPublisher {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.RULES, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

    private final BrokerConnection connection;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    RevisionPublisher(BrokerConnection connection) {
        this.connection = connection;
    }

    /// @return whether it was published
    boolean publishIfNew(RulePack pack, Instant now) throws IOException, InterruptedException, ExecutionException {
        if (pack.hash().equals(activeHash())) {
            return false;
        }
        byte[] value = json.writeValueAsBytes(pack.revision("evaluator-service", now));
        Map<String, Object> settings = connection.with(Map.of(
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MAX_REQUEST_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                2L * MAX_REQUEST_BYTES));
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.RULES, RuleSetRevision.KEY, value))
                    .get();
        }
        return true;
    }

    /// The hash of the newest revision; null when there is none or it cannot be read.
    private @Nullable String activeHash() throws IOException {
        Map<String, Object> settings = connection.with(Map.of());
        byte[] newest = null;
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(PARTITION) < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> row : consumer.poll(Duration.ofMillis(200))) {
                    newest = RuleSetRevision.KEY.equals(row.key()) ? row.value() : newest;
                }
            }
        }
        if (newest == null) {
            return null;
        }
        JsonNode revision = json.readTree(newest);
        return revision.path("hash").asText(null);
    }
}
