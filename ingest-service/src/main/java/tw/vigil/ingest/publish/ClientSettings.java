package tw.vigil.ingest.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// Settings of Kafka's clients out of those that concern all of them.
public final class ClientSettings {
    private ClientSettings() {}

    /// @param connection settings of all clients; those that concern only others are left out
    public static Map<String, Object> consumer(Map<String, Object> connection, String clientId) {
        var settings = chosen(connection, ConsumerConfig.configNames(), clientId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        settings.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        return settings;
    }

    /// @see #consumer
    public static Map<String, Object> producer(Map<String, Object> connection, String clientId) {
        var settings = chosen(connection, ProducerConfig.configNames(), clientId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.remove(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
        settings.remove(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        return settings;
    }

    /// @see #consumer
    static Map<String, Object> admin(Map<String, Object> connection, String clientId) {
        return chosen(connection, AdminClientConfig.configNames(), clientId);
    }

    private static Map<String, Object> chosen(Map<String, Object> connection, Set<String> known, String clientId) {
        var settings = new HashMap<String, Object>();
        connection.forEach((name, value) -> {
            if (known.contains(name)) {
                settings.put(name, value);
            }
        });
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return settings;
    }
}
