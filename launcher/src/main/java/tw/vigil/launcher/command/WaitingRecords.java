package tw.vigil.launcher.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Counts what a consumer group has not taken yet from a topic that transactions write. Their markers have offsets
/// too, so only reading tells how many records there are.
final class WaitingRecords {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LIMIT_NANOS = 10_000_000_000L;

    private final Map<String, Object> settings;

    WaitingRecords(String bootstrapServers) {
        this.settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", "5000",
                "default.api.timeout.ms", "10000",
                "isolation.level", "read_committed",
                "enable.auto.commit", "false");
    }

    /// @param counts which records are meant
    long count(String topic, String group, Predicate<byte[]> counts) throws IOException, InterruptedException {
        Map<TopicPartition, Long> taken;
        try (var admin = Admin.create(Map.of("bootstrap.servers", settings.get("bootstrap.servers")))) {
            taken = admin
                    .listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()))
                    .partitionsToOffsetAndMetadata(group)
                    .get()
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getValue() != null)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not answer: " + e.getCause(), e);
        }
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            var behind = partitions.stream()
                    .filter(partition -> taken.getOrDefault(partition, 0L) < ends.getOrDefault(partition, 0L))
                    .toList();
            consumer.assign(behind);
            for (var partition : behind) {
                Long offset = taken.get(partition);
                if (offset == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, offset);
                }
            }
            return read(consumer, ends, counts);
        } catch (KafkaException e) {
            throw new IOException("Kafka does not answer: " + e.getMessage(), e);
        }
    }

    private static long read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Predicate<byte[]> counts)
            throws IOException {
        long records = 0;
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (consumer.assignment().stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (System.nanoTime() > limit) {
                throw new IOException("more findings wait for the alert service than can be counted quickly");
            }
            for (var item : consumer.poll(POLL)) {
                var end = ends.get(new TopicPartition(item.topic(), item.partition()));
                records += end != null && item.offset() < end && counts.test(item.value()) ? 1 : 0;
            }
        }
        return records;
    }
}
