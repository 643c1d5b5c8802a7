package tw.vigil.alert.intake;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;
import tw.vigil.event.Topics;

/// Makes the topics that this service reads and writes where they are missing; whoever starts first does.
@ApplicationScoped
class TopicsSetup {
    private static final Logger LOG = Logger.getLogger(TopicsSetup.class);
    private static final int PARTITIONS = 3;
    private static final String HEARTBEAT_RETENTION_MILLIS = "86400000";
    private static final long PATIENCE_SECONDS = 20;

    private final Map<String, Object> broker;
    private final KafkaConfig config;

    /// @param broker every `kafka.*` key and `KAFKA_*` variable, as the channels get them too
    TopicsSetup(@Identifier("default-kafka-broker") Map<String, Object> broker, KafkaConfig config) {
        this.broker = broker;
        this.config = config;
    }

    /// The broker.
    @ConfigMapping(prefix = "vigil.kafka")
    interface KafkaConfig {
        /// Replication factor of topics that this service makes.
        @WithDefault("1")
        short replication();
    }

    void start(@Observes @Priority(1) StartupEvent event) throws InterruptedException {
        List<NewTopic> wanted = List.of(
                topic(Topics.FINDINGS),
                topic(Topics.ALERTS),
                topic(Topics.QUARANTINE),
                new NewTopic(Topics.HEARTBEATS, 1, config.replication())
                        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, HEARTBEAT_RETENTION_MILLIS)));
        try (Admin admin = Admin.create(adminSettings(broker))) {
            create(admin, wanted);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("topics could not be checked; the broker may be away", e);
        }
    }

    /// What of the broker's settings the administrative client knows: addresses and security. The rest belongs to
    /// producers and consumers, or is no setting at all, as `KAFKA_HOME`.
    static Map<String, Object> adminSettings(Map<String, Object> broker) {
        var settings = new HashMap<>(broker);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        int patience = (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
        return settings;
    }

    private NewTopic topic(String name) {
        return new NewTopic(name, PARTITIONS, config.replication());
    }

    private static void create(Admin admin, Collection<NewTopic> wanted)
            throws InterruptedException, ExecutionException, TimeoutException {
        var existing = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (NewTopic topic : wanted) {
            if (!existing.contains(topic.name())) {
                try {
                    var _ = admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }
}
