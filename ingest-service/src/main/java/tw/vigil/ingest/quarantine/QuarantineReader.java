package tw.vigil.ingest.quarantine;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.QuarantineHeaders;
import tw.vigil.event.Topics;
import tw.vigil.ingest.publish.ClientSettings;
import tw.vigil.ingest.publish.KafkaUnavailableException;

/// Reads `vigil.quarantine` and single records of `vigil.events`, each time anew and within bounds.
@ApplicationScoped
public class QuarantineReader {
    /// What was found.
    ///
    /// @param records in the order asked for
    /// @param complete false when bounds ended the search before the whole topic was looked through
    public record Found(List<QuarantinedRecord> records, boolean complete) {}

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long MOST_BYTES = 32L << 20;
    private static final Comparator<QuarantinedRecord> BY_AGE = Comparator.comparing(QuarantinedRecord::at)
            .thenComparingInt(record -> record.id().partition())
            .thenComparingLong(record -> record.id().offset());

    private final Map<String, Object> connection;
    private final QuarantineConfig config;

    QuarantineReader(@Identifier("default-kafka-broker") Map<String, Object> connection, QuarantineConfig config) {
        this.connection = connection;
        this.config = config;
    }

    /// The newest that the selection admits, newest first.
    public Found newest(Selection selection, Predicate<QuarantinedRecord> more) throws KafkaUnavailableException {
        return select(selection, more, BY_AGE.reversed());
    }

    /// The oldest that the selection admits, oldest first.
    public Found oldest(Selection selection, Predicate<QuarantinedRecord> more) throws KafkaUnavailableException {
        return select(selection, more, BY_AGE);
    }

    /// The record at a place, or null when it is not there or no longer.
    public @Nullable QuarantinedRecord find(QuarantinedRecord.Id id) throws KafkaUnavailableException {
        var record = at(new TopicPartition(Topics.QUARANTINE, id.partition()), id.offset());
        return record == null ? null : record(record);
    }

    /// A record of any topic, or null when it is not there or no longer.
    @Nullable
    ConsumerRecord<String, byte @Nullable []> at(TopicPartition partition, long offset)
            throws KafkaUnavailableException {
        try (var consumer = open(1)) {
            if (!partitions(consumer, partition.topic()).contains(partition)) {
                return null;
            }
            long first = consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            if (offset < first || offset >= end) {
                return null;
            }
            consumer.assign(Set.of(partition));
            consumer.seek(partition, offset);
            Instant deadline = Instant.now().plus(PATIENCE);
            while (consumer.position(partition) <= offset && Instant.now().isBefore(deadline)) {
                for (var record : consumer.poll(POLL)) {
                    return record.offset() == offset ? record : null;
                }
            }
            return null;
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("Kafka does not answer", e);
        }
    }

    private Found select(Selection selection, Predicate<QuarantinedRecord> more, Comparator<QuarantinedRecord> order)
            throws KafkaUnavailableException {
        var chosen = new TreeSet<>(order);
        long bytes = 0;
        boolean complete = true;
        try (var consumer = open(500)) {
            Set<TopicPartition> partitions = partitions(consumer, Topics.QUARANTINE);
            consumer.assign(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            complete = seek(consumer, partitions, end, selection.since());
            Instant deadline = Instant.now().plus(PATIENCE);
            while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                if (Instant.now().isAfter(deadline)) {
                    return new Found(List.copyOf(chosen), false);
                }
                for (var kafkaRecord : consumer.poll(POLL)) {
                    QuarantinedRecord record = record(kafkaRecord);
                    if (!selection.admits(record) || !more.test(record)) {
                        continue;
                    }
                    chosen.add(record);
                    bytes += record.bytes().length;
                    while (chosen.size() > selection.limit() || (bytes > MOST_BYTES && chosen.size() > 1)) {
                        bytes -= chosen.removeLast().bytes().length;
                        complete = false;
                    }
                }
            }
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("Kafka does not answer", e);
        }
        return new Found(List.copyOf(chosen), complete);
    }

    /// @return whether the search begins where the topic or the selection does
    private boolean seek(
            KafkaConsumer<String, byte @Nullable []> consumer,
            Set<TopicPartition> partitions,
            Map<TopicPartition, Long> end,
            @Nullable Instant since) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> atTime = Map.of();
        if (since != null) {
            var times = new HashMap<TopicPartition, Long>();
            partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
            atTime = consumer.offsetsForTimes(times);
        }
        long most = Math.max(1, config.scanRecords() / partitions.size());
        boolean whole = true;
        for (TopicPartition partition : partitions) {
            long last = end.getOrDefault(partition, 0L);
            long from = first.getOrDefault(partition, 0L);
            if (since != null) {
                OffsetAndTimestamp found = atTime.get(partition);
                from = found == null ? last : found.offset();
            }
            whole &= from >= last - most;
            consumer.seek(partition, Math.max(from, last - most));
        }
        return whole;
    }

    private KafkaConsumer<String, byte @Nullable []> open(int mostAtOnce) {
        var settings = ClientSettings.consumer(connection, "vigil-ingest-quarantine-reader");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostAtOnce);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return new KafkaConsumer<String, byte @Nullable []>(
                settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Set<TopicPartition> partitions(KafkaConsumer<String, byte @Nullable []> consumer, String topic) {
        var partitions = new HashSet<TopicPartition>();
        consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        return partitions;
    }

    private static QuarantinedRecord record(ConsumerRecord<String, byte @Nullable []> record) {
        byte[] value = record.value();
        return new QuarantinedRecord(
                new QuarantinedRecord.Id(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                record.key() == null ? "" : record.key(),
                QuarantineHeaders.from(name -> header(record, name)),
                value == null ? new byte[0] : value);
    }

    private static byte @Nullable [] header(ConsumerRecord<String, byte @Nullable []> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
