package tw.vigil.ingest.publish;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;

/// Creates the topics that this service writes to where they are missing, and knows whether they can be reached.
/// Kafka may come up after this service: it keeps trying.
@ApplicationScoped
class KafkaTopics {
    private static final Logger LOG = Logger.getLogger(KafkaTopics.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Set<String> OURS =
            Set.of(Topics.EVENTS, Topics.QUARANTINE, Topics.LEDGER, Topics.TRAILS, Topics.REPLAYS);

    private final Map<String, Object> connection;
    private final TopicsConfig config;
    private @Nullable Admin admin;
    private volatile boolean created;
    private @Nullable Thread creator;

    KafkaTopics(@Identifier("default-kafka-broker") Map<String, Object> connection, TopicsConfig config) {
        this.connection = connection;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        creator = Thread.ofVirtual().name("topics").start(this::createUntilDone);
    }

    void stop(@Observes ShutdownEvent event) {
        if (creator != null) {
            creator.interrupt();
        }
        synchronized (this) {
            if (admin != null) {
                admin.close(Duration.ofSeconds(1));
            }
        }
    }

    /// What keeps records from being written, or null when the topics answer.
    @Nullable
    String obstacle(Duration timeout) {
        if (!created) {
            return "the topics are not there yet";
        }
        try {
            admin().describeTopics(OURS).allTopicNames().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "stopped";
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return "Kafka does not answer: " + e.getClass().getSimpleName();
        }
    }

    private void createUntilDone() {
        Duration pause = Duration.ofMillis(250);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                create();
                created = true;
                LOG.infof("topics are there topics=%s", OURS);
                return;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                LOG.warnf("topics cannot be created yet, trying again cause=%s", e.toString());
                pause = rest(pause);
            }
        }
    }

    private static Duration rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private void create() throws InterruptedException, ExecutionException, TimeoutException {
        var settings = Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(config.maxMessageBytes()));
        var topics = List.of(
                new NewTopic(Topics.EVENTS, config.partitionsEvents(), config.replication()).configs(settings),
                new NewTopic(Topics.QUARANTINE, config.partitionsQuarantine(), config.replication()).configs(settings),
                kept(Topics.LEDGER, settings, TopicConfig.CLEANUP_POLICY_COMPACT),
                kept(
                        Topics.TRAILS,
                        settings,
                        TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE),
                kept(Topics.REPLAYS, settings, TopicConfig.CLEANUP_POLICY_COMPACT));
        for (var topic : admin().createTopics(topics).values().entrySet()) {
            try {
                topic.getValue().get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                raiseMessageSize(topic.getKey());
            }
        }
    }

    /// A topic of which the last record of each key is kept. One partition: whoever reads it sees one order.
    private NewTopic kept(String topic, Map<String, String> settings, String cleanup) {
        var compacted = new HashMap<>(settings);
        compacted.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup);
        if (cleanup.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            compacted.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(config.retentionTrails().toMillis()));
        }
        return new NewTopic(topic, 1, config.replication()).configs(compacted);
    }

    /// A topic that another service created may take smaller records than we accept.
    private void raiseMessageSize(String topic) throws InterruptedException, TimeoutException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config now = admin().describeConfigs(Set.of(resource))
                    .all()
                    .get(10, TimeUnit.SECONDS)
                    .get(resource);
            ConfigEntry size = now == null ? null : now.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            if (size == null || Integer.parseInt(size.value()) >= config.maxMessageBytes()) {
                return;
            }
            var larger =
                    new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(config.maxMessageBytes()));
            admin().incrementalAlterConfigs(
                            Map.of(resource, List.of(new AlterConfigOp(larger, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            LOG.warnf("topic may take smaller records than are accepted topic=%s cause=%s", topic, e.toString());
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(adminSettings(connection));
        }
        return admin;
    }

    /// @param connection settings of all clients
    static Map<String, Object> adminSettings(Map<String, Object> connection) {
        var settings = ClientSettings.admin(connection, "vigil-ingest-topics");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return settings;
    }
}
