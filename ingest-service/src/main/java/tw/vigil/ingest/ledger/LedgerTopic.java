package tw.vigil.ingest.ledger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;
import tw.vigil.ingest.publish.ClientSettings;

/// `vigil.ledger`, read whole: what was counted of some partitions before this instance got them.
final class LedgerTopic {
    private static final Logger LOG = Logger.getLogger(LedgerTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> connection;

    /// @param connection settings of all clients
    LedgerTopic(Map<String, Object> connection) {
        this.connection = connection;
    }

    /// The entries of these places, as the last committed transaction left them. A transaction of an instance that
    /// died is waited for, until the broker ends it: behind it may lie what a living one has committed.
    ///
    /// @throws KafkaException when that takes too long
    Map<LedgerEntry, HourCounts> read(Set<String> places) {
        var settings = ClientSettings.consumer(connection, "vigil-ingest-ledger-reader");
        var uncommitted = new HashMap<>(settings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        Map<TopicPartition, Long> end = end(uncommitted);
        var entries = new HashMap<LedgerEntry, HourCounts>();
        Instant deadline = Instant.now().plus(PATIENCE);
        try (var consumer = new KafkaConsumer<String, byte @Nullable []>(
                settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(end.keySet());
            consumer.seekToBeginning(end.keySet());
            while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                if (Instant.now().isAfter(deadline)) {
                    throw new KafkaException(Topics.LEDGER + " could not be read to its end within " + PATIENCE);
                }
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    LedgerEntry entry = LedgerEntry.of(record.key());
                    if (entry != null && places.contains(entry.place())) {
                        take(entry, record.value(), entries);
                    }
                }
            }
        }
        return entries;
    }

    static void take(LedgerEntry entry, byte @Nullable [] value, Map<LedgerEntry, HourCounts> entries) {
        if (value == null) {
            entries.remove(entry);
            return;
        }
        try {
            entries.put(entry, LedgerEntry.counts(value));
        } catch (IOException e) {
            LOG.errorf("ledger entry cannot be read key=%s cause=%s", entry.key(), e.toString());
        }
    }

    private static Map<TopicPartition, Long> end(Map<String, Object> settings) {
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.LEDGER).stream()
                    .map(partition -> new TopicPartition(Topics.LEDGER, partition.partition()))
                    .toList();
            return consumer.endOffsets(partitions);
        }
    }
}
