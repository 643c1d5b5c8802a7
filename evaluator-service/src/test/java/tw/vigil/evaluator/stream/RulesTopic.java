package tw.vigil.evaluator.stream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import tw.vigil.event.Topics;

/// `vigil.rules` of the broker that all tests share: what one test publishes is no rule set of the next.
final class RulesTopic {
    private RulesTopic() {}

    static void forget(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            try {
                admin.deleteTopics(List.of(Topics.RULES)).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            Awaitility.await().until(() -> !admin.listTopics().names().get().contains(Topics.RULES));
        }
    }
}
