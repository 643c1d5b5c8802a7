package tw.vigil.ingest.kafka;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.transport.Backoff;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.FeedOutcome;

/// Reads foreign topics. One poll's messages are taken side by side, and their offsets committed when our Kafka has
/// acknowledged every one of them. As long as that takes nothing more is fetched, and the consumer goes on polling with
/// all partitions paused, so that it stays in its group.
final class KafkaFeed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POLL_WHEN_PAUSED = Duration.ofMillis(50);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Map<String, Object> client;
    private final List<String> topics;
    private final Feed.Content content;
    private final Feed feed;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    KafkaFeed(Map<String, Object> client, List<String> topics, Feed.Content content, Feed feed, int workers) {
        this.client = Map.copyOf(client);
        this.topics = List.copyOf(topics);
        this.content = content;
        this.feed = feed;
        free = new Semaphore(workers);
    }

    void start() {
        threads.execute(this::run);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warnf("consumer did not stop in time channel=%s", feed.name());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try (var consumer =
                        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                    consume(consumer, backoff);
                } catch (InterruptException | WakeupException _) {
                    return;
                } catch (KafkaException e) {
                    feed.count(FeedOutcome.FAILED);
                    LOG.warnf("topics cannot be read, trying again channel=%s cause=%s", feed.name(), e.toString());
                    backoff.pause();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void consume(Consumer<byte[], byte[]> consumer, Backoff backoff) throws InterruptedException {
        consumer.subscribe(topics, new PausedWhenAssigned(consumer));
        while (!Thread.currentThread().isInterrupted()) {
            consumer.resume(consumer.paused());
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            backoff.reset();
            // What a rebalance brings while messages are being taken waits until they are.
            var more = new ArrayList<ConsumerRecords<byte[], byte[]>>();
            take(consumer, records, more);
            for (int i = 0; i < more.size(); i++) {
                take(consumer, more.get(i), more);
            }
        }
    }

    private void take(
            Consumer<byte[], byte[]> consumer,
            ConsumerRecords<byte[], byte[]> records,
            List<ConsumerRecords<byte[], byte[]>> more)
            throws InterruptedException {
        if (records.isEmpty()) {
            return;
        }
        var left = new CountDownLatch(records.count());
        threads.execute(() -> dispatch(records, left));
        while (!left.await(0, TimeUnit.MILLISECONDS)) {
            consumer.pause(consumer.assignment());
            ConsumerRecords<byte[], byte[]> early = consumer.poll(POLL_WHEN_PAUSED);
            if (!early.isEmpty()) {
                more.add(early);
            }
        }
        commit(consumer, records);
    }

    private void dispatch(ConsumerRecords<byte[], byte[]> records, CountDownLatch left) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                free.acquire();
                threads.execute(() -> {
                    try {
                        if (isTaken(record)) {
                            left.countDown();
                        }
                    } finally {
                        free.release();
                    }
                });
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// False only when the service stops: then its offset must not be committed.
    private boolean isTaken(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            feed.count(FeedOutcome.NOT_WANTED);
            return true;
        }
        var headers = MessageHeaders.of(record.headers());
        var described = new Feed.Content(
                content.source(),
                headers.format(content.format()),
                content.recordField(),
                headers.texts(),
                content.limits());
        try {
            Receipt receipt = feed.deliver(described, () -> new ByteArrayInputStream(value), headers.trace());
            if (receipt.refused() != null) {
                untaken(record, receipt.refused());
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | RuntimeException e) {
            // One message that breaks us must not hold up all behind it. It stays in its topic.
            feed.count(FeedOutcome.FAILED);
            untaken(record, e.getClass().getName());
            return true;
        }
    }

    private void untaken(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.errorf(
                "message not taken to its end channel=%s topic=%s partition=%d offset=%d reason=%s",
                feed.name(), record.topic(), record.partition(), record.offset(), reason);
    }

    private void commit(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            offsets.put(
                    partition,
                    new OffsetAndMetadata(records.records(partition).getLast().offset() + 1));
        }
        try {
            consumer.commitSync(offsets);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            // Whoever has the partitions now reads the messages again; the keys make that harmless.
            LOG.warnf("offsets not committed channel=%s cause=%s", feed.name(), e.toString());
        }
    }

    /// A partition that comes while messages are being taken must not deliver at once.
    private record PausedWhenAssigned(Consumer<byte[], byte[]> consumer) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!consumer.paused().isEmpty()) {
                consumer.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Nothing is committed that was not taken, so there is nothing to do.
        }
    }
}
