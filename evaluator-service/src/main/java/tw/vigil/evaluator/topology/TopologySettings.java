package tw.vigil.evaluator.topology;

import java.time.Duration;

/// @param applicationId of the Kafka Streams application
/// @param grace allowed lateness: a source's watermark is its newest event time less this
/// @param duplicateRetention how long an event's identity is remembered at least, by reception time
/// @param eventPartitions partitions of `vigil.events`
/// @param signalPartitions partitions of the repartition topic between match and correlate; never change it on a
///   running application id
/// @param maxGroups of one correlation in one task; what would make more is not correlated, which is told
/// @param punctuation wall-clock time between two looks at idle groups
public record TopologySettings(
        String applicationId,
        Duration grace,
        Duration duplicateRetention,
        int eventPartitions,
        int signalPartitions,
        long maxGroups,
        Duration punctuation) {

    public TopologySettings {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative: " + grace);
        }
        if (duplicateRetention.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("duplicate retention must be a minute or more: " + duplicateRetention);
        }
        if (eventPartitions < 1) {
            throw new IllegalArgumentException("event partitions must be 1 or more: " + eventPartitions);
        }
        if (signalPartitions < 1) {
            throw new IllegalArgumentException("signal partitions must be 1 or more: " + signalPartitions);
        }
        if (maxGroups < 1) {
            throw new IllegalArgumentException("groups of a rule must be 1 or more: " + maxGroups);
        }
        if (!punctuation.isPositive()) {
            throw new IllegalArgumentException("punctuation must be positive: " + punctuation);
        }
    }

    /// The topic between match and correlate, as Kafka Streams names it.
    public String signalsTopic() {
        return signalsTopic(applicationId);
    }

    public static String signalsTopic(String applicationId) {
        return applicationId + "-" + DetectionTopology.SIGNALS + "-repartition";
    }
}
