package tw.vigil.rulecli.live;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tw.vigil.event.Topics;
import tw.vigil.rulecli.play.Progress;
import tw.vigil.rules.proof.PackException;

/// The events that Vigil keeps, as options of a command. Reading joins no consumer group and commits nothing, so it
/// disturbs nobody.
public final class EventLog {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Records of one partition that wait for the others.
    private static final int AHEAD = 5_000;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS}",
            description = "With --from: the brokers (default: the one that './vigil up' started).")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "With --from: properties of the Kafka client, as security.protocol.")
    private @Nullable Path clientConfig;

    /// Reads all events that were taken in from a moment on, up to what is the end now, in the order in which they
    /// were taken in: the partitions are read side by side, and the oldest goes first.
    ///
    /// @throws PackException when the brokers do not answer
    public void read(Instant from, Progress progress, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (var consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            new Reading(consumer, from).run(progress, reader);
        } catch (KafkaException e) {
            throw new PackException("the events cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        if (clientConfig != null) {
            properties(clientConfig).forEach((name, value) -> settings.put(String.valueOf(name), value));
        }
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        return settings;
    }

    private String servers() {
        if (bootstrapServers != null && !bootstrapServers.isBlank()) {
            return bootstrapServers;
        }
        return "127.0.0.1:" + Evaluator.port("kafka");
    }

    private static Properties properties(Path file) {
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new PackException(file + ": " + e, e);
        }
        return properties;
    }

    /// One pass over the topic.
    private static final class Reading {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Long> ends;
        private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> waiting = new HashMap<>();
        private final long total;

        Reading(KafkaConsumer<byte[], byte[]> consumer, Instant from) {
            this.consumer = consumer;
            var partitions = new ArrayList<TopicPartition>();
            consumer.partitionsFor(Topics.EVENTS)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            consumer.assign(partitions);
            ends = new HashMap<>(consumer.endOffsets(partitions));
            var starts = new HashMap<TopicPartition, Long>();
            partitions.forEach(partition -> starts.put(partition, Math.max(0, from.toEpochMilli())));
            consumer.offsetsForTimes(starts)
                    .forEach((partition, found) ->
                            consumer.seek(partition, found == null ? end(partition) : found.offset()));
            partitions.forEach(partition -> waiting.put(partition, new ArrayDeque<>()));
            total = partitions.stream()
                    .mapToLong(partition -> Math.max(0, end(partition) - consumer.position(partition)))
                    .sum();
        }

        void run(Progress progress, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
            long done = 0;
            long quietSince = System.nanoTime();
            while (true) {
                var open = waiting.keySet().stream().filter(this::isOpen).toList();
                boolean lacking =
                        open.stream().anyMatch(partition -> queue(partition).isEmpty());
                if (lacking) {
                    if (poll(open)) {
                        quietSince = System.nanoTime();
                    } else if (System.nanoTime() - quietSince > PATIENCE.toNanos()) {
                        throw new PackException("the brokers sent no event for " + PATIENCE.toSeconds() + " s");
                    }
                    continue;
                }
                ConsumerRecord<byte[], byte[]> oldest = oldest();
                if (oldest == null) {
                    return;
                }
                reader.accept(oldest);
                progress.at(++done, total, done);
            }
        }

        private boolean poll(List<TopicPartition> open) {
            consumer.pause(consumer.assignment());
            consumer.resume(open.stream()
                    .filter(partition -> queue(partition).size() < AHEAD)
                    .toList());
            long before = position();
            for (ConsumerRecord<byte[], byte[]> row : consumer.poll(POLL)) {
                var partition = new TopicPartition(row.topic(), row.partition());
                if (row.offset() < end(partition)) {
                    queue(partition).add(row);
                }
            }
            return position() > before;
        }

        private long position() {
            return waiting.keySet().stream().mapToLong(consumer::position).sum();
        }

        /// Whether more may come that was there at the start.
        private boolean isOpen(TopicPartition partition) {
            return consumer.position(partition) < end(partition);
        }

        private @Nullable ConsumerRecord<byte[], byte[]> oldest() {
            Deque<ConsumerRecord<byte[], byte[]>> first = null;
            for (var queue : waiting.values()) {
                if (!queue.isEmpty()
                        && (first == null
                                || queue.getFirst().timestamp()
                                        < first.getFirst().timestamp())) {
                    first = queue;
                }
            }
            return first == null ? null : first.removeFirst();
        }

        private Deque<ConsumerRecord<byte[], byte[]>> queue(TopicPartition partition) {
            return waiting.computeIfAbsent(partition, _ -> new ArrayDeque<>());
        }

        private long end(TopicPartition partition) {
            return ends.getOrDefault(partition, 0L);
        }
    }
}
