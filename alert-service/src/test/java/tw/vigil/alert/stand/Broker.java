package tw.vigil.alert.stand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tw.vigil.event.Finding;
import tw.vigil.event.Topics;

/// Writes findings and reads what the service wrote.
public final class Broker implements AutoCloseable {
    public static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    public Broker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public void send(Finding finding) {
        try {
            send(finding.findingId(), JSON.writeValueAsBytes(finding));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public void send(String key, byte[] value) {
        send(Topics.FINDINGS, key, value);
    }

    public void send(String topic, String key, byte[] value) {
        var sent = new ProducerRecord<>(topic, key, value);
        sent.headers().add("traceparent", ("00-" + TRACE_ID + "-00f067aa0ba902b7-01").getBytes(StandardCharsets.UTF_8));
        try {
            var _ = producer.send(sent).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Reads a topic from its beginning until so many records fit.
    public List<ConsumerRecord<String, byte[]>> read(
            String topic, int wanted, Predicate<ConsumerRecord<String, byte[]>> fits) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                "test-" + UUID.randomUUID(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (found.size() < wanted && System.nanoTime() < end) {
                for (ConsumerRecord<String, byte[]> received : consumer.poll(Duration.ofMillis(200))) {
                    if (fits.test(received)) {
                        found.add(received);
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        producer.close();
    }
}
