package tw.vigil.evaluator.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.json.RecordJson;
import tw.vigil.event.InstanceRules;
import tw.vigil.event.RuleSetRevision;
import tw.vigil.event.Topics;

/// The topic `vigil.rules`: reads what it says and writes revisions to it, each in one transaction, so that a revision
/// is kept and becomes active together or not at all. Thread-safe; each call has its own clients.
final class RevisionLog {
    private static final Logger LOG = Logger.getLogger(RevisionLog.class);
    static final TopicPartition PARTITION = new TopicPartition(Topics.RULES, 0);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

    private final UnaryOperator<Map<String, Object>> connection;
    private final String writer;

    /// Another wrote in between; nothing was written.
    static final class ConflictException extends Exception {
        private static final long serialVersionUID = 1L;

        ConflictException(String message) {
            super(message);
        }
    }

    /// @param connection adds a client's own settings to those that all have
    /// @param writer the transactional id: a newer writer ends what an older one has not finished
    RevisionLog(UnaryOperator<Map<String, Object>> connection, String writer) {
        this.connection = connection;
        this.writer = writer;
    }

    /// What the topic says up to its end.
    RevisionHistory read() throws IOException {
        var history = new RevisionHistory();
        long next = scan((key, value) -> history.add(key, value, this));
        history.readUpTo(next);
        return history;
    }

    /// One revision with its files; null when there is none of this number.
    @Nullable
    RuleSetRevision kept(long number) throws IOException {
        String wanted = RuleSetRevision.KEPT + number;
        var newest = new HashMap<String, RuleSetRevision>();
        scan((key, value) -> {
            if (wanted.equals(key)) {
                put(newest, key, revision(key, value));
            }
        });
        return newest.get(wanted);
    }

    private static void put(Map<String, RuleSetRevision> map, String key, @Nullable RuleSetRevision revision) {
        if (revision != null) {
            map.put(key, revision);
        }
    }

    /// Makes the next revision.
    ///
    /// @param make gives the revision, from what the topic says now
    /// @throws ConflictException when another writes at the same time, or `make` finds that the base has changed
    RuleSetRevision publish(Draft make) throws IOException, ConflictException, InterruptedException {
        Map<String, Object> settings = connection.apply(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                writer,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                30_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                20_000,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MAX_REQUEST_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                3L * MAX_REQUEST_BYTES));
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            // from here on every other writer is fenced, so what is read now is what this one builds on
            producer.initTransactions();
            RevisionHistory history = read();
            Draft.Keyed next = make.after(history);
            RuleSetRevision revision = next.revision();
            byte[] value = RecordJson.MAPPER.writeValueAsBytes(revision);
            producer.beginTransaction();
            if (next.key().equals(RuleSetRevision.ACTIVE)) {
                var _ = producer.send(new ProducerRecord<>(Topics.RULES, revision.keptAs(), value));
                if (history.proposed() != null) {
                    var _ = producer.send(new ProducerRecord<>(Topics.RULES, RuleSetRevision.PROPOSED, null));
                }
            }
            var _ = producer.send(new ProducerRecord<>(Topics.RULES, next.key(), value));
            producer.commitTransaction();
            return revision;
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new ConflictException("another revision was published at the same moment");
        } catch (KafkaException e) {
            throw new IOException("the brokers did not take the revision: " + e.getMessage(), e);
        }
    }

    /// What a revision becomes, and under which key.
    @FunctionalInterface
    interface Draft {
        record Keyed(String key, RuleSetRevision revision) {}

        Keyed after(RevisionHistory history) throws ConflictException, IOException;
    }

    /// Says which rules this instance uses.
    void announce(KafkaProducer<String, byte[]> producer, InstanceRules rules)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(Topics.RULES, InstanceRules.KEY_PREFIX + rules.instance(), bytes(rules)))
                .get();
    }

    /// An instance that ends takes its record away.
    void leave(KafkaProducer<String, byte[]> producer, String instance)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(Topics.RULES, InstanceRules.KEY_PREFIX + instance, null))
                .get();
    }

    KafkaProducer<String, byte[]> newAnnouncer() {
        Map<String, Object> settings = connection.apply(
                Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 40_000));
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /// A consumer of the topic; the caller closes it.
    KafkaConsumer<String, byte[]> newConsumer() {
        Map<String, Object> settings = connection.apply(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                MAX_REQUEST_BYTES));
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(PARTITION));
        return consumer;
    }

    /// The revision in a record; null when it is none, which is logged: a foreign record must not stop anything.
    @Nullable
    RuleSetRevision revision(String key, byte @Nullable [] value) {
        return value == null ? null : parse(key, value, RuleSetRevision.class);
    }

    @Nullable
    InstanceRules instance(String key, byte @Nullable [] value) {
        return value == null ? null : parse(key, value, InstanceRules.class);
    }

    private <T> @Nullable T parse(String key, byte[] value, Class<T> type) {
        try {
            return RecordJson.MAPPER.readValue(value, type);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            LOG.errorf(
                    "record of the rules topic cannot be read key=%s cause=%s",
                    key, e.getClass().getName());
            return null;
        }
    }

    private byte[] bytes(Object value) {
        try {
            return RecordJson.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and numbers are always writable", e);
        }
    }

    /// Reads from the first record to what is the end now.
    ///
    /// @return the position after the last record
    private long scan(BiConsumer<String, byte @Nullable []> reader) throws IOException {
        try (var consumer = newConsumer()) {
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(PARTITION) < end) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("the rules topic was not read to its end within " + PATIENCE);
                }
                for (ConsumerRecord<String, byte[]> row : consumer.poll(Duration.ofMillis(200))) {
                    if (row.key() != null) {
                        reader.accept(row.key(), row.value());
                    }
                }
            }
            return end;
        } catch (KafkaException e) {
            throw new IOException("the rules topic cannot be read: " + e.getMessage(), e);
        }
    }
}
