package tw.vigil.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tw.vigil.event.OwnEvent;
import tw.vigil.event.Topics;

/// What reaches a topic after this reader was made: what others sent, or the service's own events.
final class TopicReader implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final byte[] OWN = OwnEvent.SOURCE.getBytes(StandardCharsets.UTF_8);

    private final KafkaConsumer<String, byte[]> consumer;
    private final boolean own;

    private TopicReader(String bootstrapServers, String topic, boolean own) {
        this.own = own;
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    static TopicReader of(String bootstrapServers, String topic) {
        return new TopicReader(bootstrapServers, topic, false);
    }

    static TopicReader ofOwnEvents(String bootstrapServers) {
        return new TopicReader(bootstrapServers, Topics.EVENTS, true);
    }

    /// The records that were there when the last answer came: as many as are told of, or fewer after ten seconds.
    List<ConsumerRecord<String, byte[]>> read(int count) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        Instant end = Instant.now().plus(TIMEOUT);
        while (records.size() < count && Instant.now().isBefore(end)) {
            poll(records, 200);
        }
        poll(records, 100);
        return records;
    }

    private void poll(List<ConsumerRecord<String, byte[]>> records, int millis) {
        for (var record : consumer.poll(Duration.ofMillis(millis))) {
            Header source = record.headers().lastHeader("ce_sourceid");
            if (own == (source != null && Arrays.equals(source.value(), OWN))) {
                records.add(record);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
