package tw.vigil.evaluator.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import tw.vigil.event.Topics;

/// Creates the topics that are missing. Other services do the same: who comes first, wins.
final class TopicSetup {
    private static final int OTHER_PARTITIONS = 3;

    /// A revision holds all rules in one record.
    private static final String RULES_MAX_BYTES = Integer.toString(8 * 1024 * 1024);

    /// They have been evaluated by then; whoever looks for one that failed has a day.
    private static final String PROBE_RETENTION_MILLIS = "86400000";

    private TopicSetup() {}

    /// Whoever made the topic chose how many.
    static int eventPartitions(Admin admin) throws InterruptedException, ExecutionException {
        return admin.describeTopics(List.of(Topics.EVENTS)).allTopicNames().get().values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }

    static void createMissing(Admin admin, EvaluatorConfig.TopicConfig config)
            throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        short replication = config.replication();
        List<NewTopic> missing = new ArrayList<>();
        missing.add(new NewTopic(Topics.EVENTS, config.eventPartitions(), replication));
        missing.add(new NewTopic(Topics.FINDINGS, OTHER_PARTITIONS, replication));
        missing.add(new NewTopic(Topics.QUARANTINE, OTHER_PARTITIONS, replication));
        missing.add(new NewTopic(Topics.SHADOW_FINDINGS, OTHER_PARTITIONS, replication));
        for (String probes : List.of(Topics.CANARIES, Topics.HEARTBEATS)) {
            missing.add(new NewTopic(probes, 1, replication)
                    .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, PROBE_RETENTION_MILLIS)));
        }
        missing.add(new NewTopic(Topics.PROOFS, 1, replication)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        missing.add(new NewTopic(Topics.RULES, 1, replication)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        RULES_MAX_BYTES)));
        missing.removeIf(topic -> existing.contains(topic.name()));
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }
}
