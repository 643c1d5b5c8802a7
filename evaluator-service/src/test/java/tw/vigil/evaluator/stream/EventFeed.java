package tw.vigil.evaluator.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;
import tw.vigil.event.Topics;

/// Stands for the neighbours of the evaluator: writes events as ingest-service does, reads findings as alert-service
/// does.
final class EventFeed implements AutoCloseable {
    private final String bootstrapServers;
    private final String sourceId;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ObjectMapper json =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    EventFeed(String bootstrapServers, String sourceId) {
        this.bootstrapServers = bootstrapServers;
        this.sourceId = sourceId;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void send(String id, Instant time, String eventName, String arn) {
        sendRaw(
                id,
                time,
                "{\"eventID\":\"%s\",\"eventName\":\"%s\",\"userIdentity\":{\"arn\":\"%s\"}}"
                        .formatted(id, eventName, arn));
    }

    void sendRaw(String id, Instant time, String value) {
        var headers = new EventHeaders(
                id,
                "//aws/111122223333",
                EventHeaders.TYPE_PREFIX + "aws.cloudtrail",
                time,
                null,
                "aws",
                "cloudtrail",
                null,
                "111122223333",
                null,
                null,
                Instant.now(),
                sourceId,
                "0".repeat(64));
        var sent = new ProducerRecord<>(
                Topics.EVENTS, id.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        headers.toMap().forEach(sent.headers()::add);
        var _ = producer.send(sent);
    }

    void flush() {
        producer.flush();
    }

    /// Every committed finding of this feed's source, in the order of their partitions, repeated ones included.
    List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (var row : readAll(Topics.FINDINGS)) {
            Finding finding = json.readValue(row.value(), Finding.class);
            if (finding.events().stream().anyMatch(event -> event.sourceId().equals(sourceId))) {
                findings.add(finding);
            }
        }
        return findings;
    }

    List<ConsumerRecord<String, byte[]>> readAll(String topic) {
        List<ConsumerRecord<String, byte[]>> rows = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(rows::add);
            }
        }
        return rows;
    }

    @Override
    public void close() {
        producer.close();
    }
}
