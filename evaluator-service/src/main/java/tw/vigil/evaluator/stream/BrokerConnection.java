package tw.vigil.evaluator.stream;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// How every client of this service reaches the brokers: address, encryption, identity. From the variables
/// `KAFKA_SECURITY_PROTOCOL`, `KAFKA_SASL_…`, `KAFKA_SSL_…`; others that begin with `KAFKA_` concern single
/// clients and are not taken.
///
/// Has no text form: one of the settings is a password.
final class BrokerConnection {
    private static final String[] SECURITY = {"security.", "sasl.", "ssl."};

    private final Map<String, Object> settings = new TreeMap<>();

    /// @param kafka settings of Kafka's clients by name, as Quarkus gathers them from what begins with `kafka.`
    BrokerConnection(String bootstrapServers, Map<String, Object> kafka) {
        kafka.forEach((name, value) -> {
            boolean security = Stream.of(SECURITY).anyMatch(name::startsWith);
            // an empty variable is one that the deployment has no value for
            if (security && AdminClientConfig.configNames().contains(name) && !"".equals(value)) {
                settings.put(name, value);
            }
        });
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    }

    String bootstrapServers() {
        return String.valueOf(settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    String securityProtocol() {
        return String.valueOf(settings.getOrDefault(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL));
    }

    /// The settings of a client: those that all have, and its own.
    Map<String, Object> with(Map<String, Object> own) {
        Map<String, Object> all = new TreeMap<>(settings);
        all.putAll(own);
        return all;
    }
}
