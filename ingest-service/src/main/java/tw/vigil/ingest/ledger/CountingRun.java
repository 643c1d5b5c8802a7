package tw.vigil.ingest.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;
import tw.vigil.ingest.publish.ClientSettings;

/// One membership in the group that counts. Counts and offsets are committed in one transaction, so that each record is
/// counted once, whoever dies in between; an instance that lost its partitions cannot commit any more. Any error ends
/// the run, and the next one begins from what was committed. Used by one thread.
final class CountingRun implements AutoCloseable, ConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(CountingRun.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private final LedgerConfig config;
    private final CountingMetrics metrics;
    private final Probes probes;
    private final LedgerTopic ledger;
    private final KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer;
    private final KafkaProducer<String, byte @Nullable []> producer;
    private final Map<TopicPartition, PartitionCount> partitions = new HashMap<>();
    private Instant flushDue = Instant.EPOCH;
    private Instant cleanupDue = Instant.EPOCH;

    CountingRun(Map<String, Object> connection, LedgerConfig config, CountingMetrics metrics, Probes probes) {
        this.probes = probes;
        this.config = config;
        this.metrics = metrics;
        ledger = new LedgerTopic(connection);
        var producing = ClientSettings.producer(connection, "vigil-ingest-ledger-writer");
        producing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "vigil-ingest-ledger-" + UUID.randomUUID());
        producing.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        producing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
        producing.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
        producing.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        var consuming = ClientSettings.consumer(connection, "vigil-ingest-ledger");
        consuming.put(ConsumerConfig.GROUP_ID_CONFIG, TopicCounter.GROUP);
        consuming.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consuming.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        consumer = new KafkaConsumer<byte @Nullable [], byte @Nullable []>(
                consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<String, byte @Nullable []>(
                producing, new StringSerializer(), new ByteArraySerializer());
    }

    /// Joins the group.
    void open() {
        for (String topic : List.of(Topics.EVENTS, Topics.QUARANTINE, Topics.LEDGER)) {
            if (consumer.partitionsFor(topic).isEmpty()) {
                throw new KafkaException("topic is not there yet: " + topic);
            }
        }
        producer.initTransactions();
        consumer.subscribe(List.of(Topics.EVENTS, Topics.QUARANTINE), this);
    }

    /// Counts what has come and writes the counts when it is time.
    void step() {
        try {
            for (var record : consumer.poll(POLL)) {
                var count = partitions.get(new TopicPartition(record.topic(), record.partition()));
                var counted = count == null ? null : count.take(record);
                if (counted != null && counted.counted()) {
                    metrics.counted(counted);
                }
            }
        } catch (WakeupException _) {
            return;
        }
        if (!Instant.now().isBefore(flushDue)) {
            flush();
            flushDue = Instant.now().plus(config.flushInterval());
            metrics.waiting(waiting());
        }
    }

    void wakeup() {
        consumer.wakeup();
    }

    /// Commits counts and offsets together.
    void flush() {
        flush(partitions.keySet());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        Set<TopicPartition> added = Set.copyOf(assigned);
        Map<LedgerEntry, HourCounts> before =
                ledger.read(added.stream().map(TopicPartition::toString).collect(Collectors.toSet()));
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(added);
        Map<TopicPartition, Long> beginning = consumer.beginningOffsets(added);
        for (TopicPartition partition : added) {
            long first = beginning.getOrDefault(partition, 0L);
            OffsetAndMetadata counted = committed.get(partition);
            long from = counted == null ? first : counted.offset();
            if (from < first) {
                LOG.errorf(
                        "records were deleted before they were counted topic=%s partition=%d offset=%d count=%d",
                        partition.topic(), partition.partition(), from, first - from);
                from = first;
            }
            var mine = new HashMap<>(before);
            mine.keySet().removeIf(entry -> !entry.place().equals(partition.toString()));
            partitions.put(partition, new PartitionCount(partition, from, mine, config));
            boolean ofEvents = partition.topic().equals(Topics.EVENTS);
            consumer.seek(partition, ofEvents ? Math.max(first, from - config.duplicateWindow()) : from);
        }
        LOG.infof("ledger counts partitions=%s", added);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        flush(Set.copyOf(revoked));
        revoked.forEach(partitions::remove);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        lost.forEach(partitions::remove);
    }

    @Override
    public void close() {
        // What was not flushed is counted again: nothing is written while leaving.
        partitions.clear();
        producer.close(Duration.ofSeconds(2));
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(3)));
    }

    private void flush(Set<TopicPartition> flushed) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        var changed = new HashMap<LedgerEntry, byte @Nullable []>();
        for (TopicPartition partition : flushed) {
            PartitionCount count = partitions.get(partition);
            if (count == null) {
                continue;
            }
            long position = consumer.position(partition);
            if (position > count.committed()) {
                offsets.put(partition, new OffsetAndMetadata(position));
            }
            count.changed().forEach((entry, counts) -> changed.put(entry, LedgerEntry.bytes(counts)));
            if (!Instant.now().isBefore(cleanupDue)) {
                count.forgetBefore(Instant.now().minus(config.retention())).forEach(entry -> changed.put(entry, null));
            }
        }
        if (!Instant.now().isBefore(cleanupDue)) {
            cleanupDue = Instant.now().plus(Duration.ofMinutes(10));
        }
        probes.changed(Instant.now()).forEach((entry, counts) -> changed.put(entry, LedgerEntry.bytes(counts)));
        if (offsets.isEmpty() && changed.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        // What one of them fails with, committing fails with.
        changed.forEach((entry, value) -> {
            var _ = producer.send(new ProducerRecord<String, byte @Nullable []>(Topics.LEDGER, entry.key(), value));
        });
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        probes.committed();
        offsets.forEach((partition, offset) -> {
            PartitionCount count = partitions.get(partition);
            if (count != null) {
                count.committed(offset.offset());
            }
        });
    }

    private long waiting() {
        long waiting = 0;
        for (TopicPartition partition : partitions.keySet()) {
            waiting += consumer.currentLag(partition).orElse(0);
        }
        return waiting;
    }
}
