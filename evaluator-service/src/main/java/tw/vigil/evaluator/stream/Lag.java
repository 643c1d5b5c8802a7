package tw.vigil.evaluator.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.topology.TopologySettings;
import tw.vigil.event.Topics;

/// How many records wait: the ends of the input topics less what the group has committed. Kafka's own numbers, of
/// all instances together, also while this one is still starting.
final class Lag implements AutoCloseable {
    static final long UNKNOWN = -1;

    private static final long PATIENCE_SECONDS = 5;

    private final Admin admin;
    private final String group;
    private final String signals;

    Lag(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
        this.signals = TopologySettings.signalsTopic(group);
    }

    /// Records that wait, or [#UNKNOWN] when the brokers do not tell.
    long measure() throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
            for (TopicPartition partition : partitions()) {
                newest.put(partition, OffsetSpec.latest());
            }
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var ends = admin.listOffsets(newest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            long lag = 0;
            for (var end : ends.entrySet()) {
                lag += Math.max(0, end.getValue().offset() - offset(committed.get(end.getKey())));
            }
            return lag;
        } catch (ExecutionException | TimeoutException | KafkaException _) {
            return UNKNOWN;
        }
    }

    @Override
    public void close() {
        admin.close();
    }

    private List<TopicPartition> partitions() throws InterruptedException, ExecutionException, TimeoutException {
        var described = admin.describeTopics(List.of(Topics.EVENTS, signals)).topicNameValues();
        List<TopicPartition> partitions = new ArrayList<>();
        for (var topic : described.entrySet()) {
            TopicDescription description;
            try {
                description = topic.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (topic.getKey().equals(signals)) {
                    continue; // Kafka Streams makes it with the first start
                }
                throw e;
            }
            description
                    .partitions()
                    .forEach(info -> partitions.add(new TopicPartition(topic.getKey(), info.partition())));
        }
        return partitions;
    }

    private static long offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }
}
