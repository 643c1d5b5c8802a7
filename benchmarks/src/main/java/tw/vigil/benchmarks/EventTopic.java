package tw.vigil.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Topics;
import tw.vigil.samples.EventStream;

/// `vigil.events` of a broker: fills it, copies it as barely as can be, and looks how soon findings come of it.
final class EventTopic {
    private static final String COPY = "bench-copy";
    private static final int PARTITIONS = 6;
    private static final double FINDING_SHARE = 0.02;
    private static final Duration LAST_FINDINGS = Duration.ofSeconds(15);

    private final ObjectMapper json = new ObjectMapper();
    private final String bootstrapServers;

    EventTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    void create() throws IOException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.EVENTS, PARTITIONS, (short) 1),
                            new NewTopic(COPY, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    /// @return how many events were there before
    long fill(EventStream stream, int events) {
        try (var consumer = consumer(Map.of());
                var producer = producer()) {
            long before = consumer.endOffsets(partitions(consumer)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            stream.limit(events).forEach(sample -> {
                var _ = producer.send(row(sample, Instant.now()));
            });
            return before;
        }
    }

    /// Consumes and produces the newest events with the settings of the evaluator's clients and nothing in between.
    ///
    /// @param skip events before them
    /// @return events per second
    double copy(long skip, int events) {
        try (var consumer = consumer(Map.of("max.poll.records", 500));
                var producer = producer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            // keys spread evenly, so the newest events are the same share of each partition
            long all = skip + events;
            partitions.forEach(
                    partition -> consumer.seek(partition, ends.getOrDefault(partition, 0L) * skip / Math.max(1, all)));
            long wanted = partitions.stream()
                    .mapToLong(partition -> ends.getOrDefault(partition, 0L) - consumer.position(partition))
                    .sum();
            long copied = 0;
            long start = System.nanoTime();
            while (copied < wanted) {
                for (var row : consumer.poll(Duration.ofMillis(200))) {
                    var _ = producer.send(new ProducerRecord<>(COPY, null, row.key(), row.value(), row.headers()));
                    copied++;
                }
            }
            producer.flush();
            return copied * 1e9 / (System.nanoTime() - start);
        }
    }

    /// Sends events at a steady rate, some of which a rule tells at once, and reads the findings.
    Latencies latencies(EventStream stream, int rate, int seconds) throws InterruptedException {
        stream.suspicious(FINDING_SHARE).startingAt(Instant.now());
        List<Long> millis = new ArrayList<>();
        try (var findings = consumer(Map.of("isolation.level", "read_committed"))) {
            List<TopicPartition> partitions = findings.partitionsFor(Topics.FINDINGS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            findings.assign(partitions);
            findings.seekToEnd(partitions);
            partitions.forEach(findings::position);
            Thread sender = Thread.ofPlatform().start(() -> send(stream, rate, seconds));
            long quietSince = System.nanoTime();
            while (sender.isAlive() || System.nanoTime() - quietSince < LAST_FINDINGS.toNanos()) {
                for (var row : findings.poll(Duration.ofMillis(20))) {
                    long now = System.currentTimeMillis();
                    quietSince = System.nanoTime();
                    long received = received(row.value());
                    if (received > 0) {
                        millis.add(now - received);
                    }
                }
            }
            sender.join();
        }
        return Latencies.of(millis);
    }

    private void send(EventStream stream, int rate, int seconds) {
        try (var producer = producer()) {
            long start = System.nanoTime();
            for (long i = 0; i < (long) rate * seconds; i++) {
                long due = start + i * 1_000_000_000L / rate;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
                var _ = producer.send(row(stream.next(), Instant.now()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reception of the newest event of a detection's finding, milliseconds since 1970; 0 for other findings.
    private long received(byte[] finding) {
        try {
            JsonNode read = json.readTree(finding);
            boolean detection = read.at("/rule/kind").asText().equals("detection");
            return detection
                    ? Instant.parse(read.at("/times/received").asText()).toEpochMilli()
                    : 0;
        } catch (IOException e) {
            throw new IllegalStateException("a finding is JSON", e);
        }
    }

    private static ProducerRecord<byte[], byte[]> row(EventStream.Sample sample, Instant received) {
        var headers = new EventHeaders(
                sample.id(),
                "//aws/111122223333",
                EventHeaders.TYPE_PREFIX + sample.source(),
                sample.time(),
                null,
                "aws",
                "cloudtrail",
                null,
                "111122223333",
                "ap-east-2",
                null,
                received,
                sample.source(),
                "0".repeat(64));
        var row = new ProducerRecord<>(Topics.EVENTS, sample.id().getBytes(StandardCharsets.UTF_8), sample.json());
        headers.toMap().forEach(row.headers()::add);
        return row;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(Topics.EVENTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(own);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
