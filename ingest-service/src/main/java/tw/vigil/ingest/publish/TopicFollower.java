package tw.vigil.ingest.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads a whole topic from its start and goes on with what comes, so that every instance knows all that any of them
/// has written there. One thread; Kafka may be away meanwhile.
public final class TopicFollower implements AutoCloseable {
    /// What is done with the topic's records, on the follower's thread.
    public interface Listener {
        void take(ConsumerRecord<String, byte @Nullable []> record);

        /// Everything that was there at the start, or has come since, was handed over; called about once a second.
        default void upToDate() {}
    }

    private static final Logger LOG = Logger.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final Map<String, Object> settings;
    private final String topic;
    private final Listener listener;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean caughtUp;
    private volatile @Nullable KafkaConsumer<String, byte @Nullable []> consumer;

    private TopicFollower(Map<String, Object> connection, String topic, Listener listener) {
        settings = ClientSettings.consumer(connection, "vigil-ingest-follows-" + topic);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.topic = topic;
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("follow-" + topic).unstarted(this::run);
    }

    /// Starts to read.
    ///
    /// @param connection settings of all clients
    public static TopicFollower start(Map<String, Object> connection, String topic, Listener listener) {
        var follower = new TopicFollower(connection, topic, listener);
        follower.thread.start();
        return follower;
    }

    /// Whether all that was there at the start has been handed over.
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        // Never interrupted: the consumer would not close in peace, and log an error.
        stopping.countDown();
        var running = consumer;
        if (running != null) {
            running.wakeup();
        }
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopping()) {
            try (var opened = new KafkaConsumer<String, byte @Nullable []>(
                    settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer = opened;
                follow(opened);
            } catch (WakeupException | InterruptException _) {
                // It stops, or tries again.
            } catch (KafkaException e) {
                LOG.warnf("topic cannot be followed, trying again topic=%s cause=%s", topic, e.toString());
                rest();
            } catch (RuntimeException e) {
                // A fault of ours: said again and again rather than followed no more without a word.
                LOG.errorf(e, "topic cannot be followed, trying again topic=%s", topic);
                rest();
            }
        }
    }

    private void follow(KafkaConsumer<String, byte @Nullable []> opened) {
        List<TopicPartition> partitions = partitions(opened);
        if (partitions.isEmpty()) {
            rest();
            return;
        }
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        next.forEach(opened::seek);
        Map<TopicPartition, Long> end = opened.endOffsets(partitions);
        while (!isStopping()) {
            for (var record : opened.poll(POLL)) {
                listener.take(record);
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            if (!caughtUp) {
                caughtUp = end.entrySet().stream().allMatch(e -> opened.position(e.getKey()) >= e.getValue());
            }
            if (caughtUp) {
                listener.upToDate();
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte @Nullable []> opened) {
        return opened.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void rest() {
        try {
            var _ = stopping.await(REST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
