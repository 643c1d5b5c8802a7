package tw.vigil.evaluator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.kafka.client.runtime.KafkaRuntimeConfigProducer;
import io.quarkus.runtime.ApplicationConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class BrokerConnectionTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", "kafka:9093",
            "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
            "KAFKA_SASL_JAAS_CONFIG", "Login required;",
            "KAFKA_SSL_TRUSTSTORE_TYPE", "PEM",
            "KAFKA_SSL_TRUSTSTORE_LOCATION", "/run/vigil/kafka/ca.crt",
            "KAFKA_SSL_KEYSTORE_LOCATION", "",
            "KAFKA_GROUP_ID", "of-somebody-else",
            "KAFKA_OPTS", "-Xmx1g");

    private static final Map<String, Object> EXPECTED = Map.of(
            "bootstrap.servers", List.of("kafka:9093"),
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", new Password("Login required;"),
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", "/run/vigil/kafka/ca.crt");

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new EnvConfigSource(ENVIRONMENT, 300))
            .withMapping(ApplicationConfig.class)
            .withMapping(EvaluatorConfig.class)
            .withDefaultValue("vigil.evaluator.bootstrap-servers", "${KAFKA_BOOTSTRAP_SERVERS:localhost:9092}")
            .build();
    private final EvaluatorConfig evaluator = config.getConfigMapping(EvaluatorConfig.class);
    private final BrokerConnection connection = new BrokerConnection(
            evaluator.bootstrapServers(),
            new KafkaRuntimeConfigProducer()
                    .createKafkaRuntimeConfig(config, config.getConfigMapping(ApplicationConfig.class)));

    @Test
    void ownClientsTakeTheSecurityOfTheEnvironmentAndNothingElseOfIt() {
        assertThat(connection.securityProtocol()).isEqualTo("SASL_SSL");
        assertThat(connection.with(Map.of("retries", 1)))
                .containsOnlyKeys(
                        "bootstrap.servers",
                        "retries",
                        "sasl.jaas.config",
                        "sasl.mechanism",
                        "security.protocol",
                        "ssl.truststore.location",
                        "ssl.truststore.type");
        assertThat(values(connection.with(Map.of()))).containsAllEntriesOf(EXPECTED);
    }

    @Test
    void everyClientOfTheStreamTakesTheSecurityOfTheEnvironment() {
        var settings = new StreamsConfig(StreamSettings.of(evaluator, connection, "instance"));

        for (Map<String, Object> client : List.of(
                settings.getMainConsumerConfigs("group", "client", 0),
                settings.getRestoreConsumerConfigs("client"),
                settings.getGlobalConsumerConfigs("client"),
                settings.getProducerConfigs("client"),
                settings.getAdminConfigs("client"))) {
            assertThat(values(client)).containsAllEntriesOf(EXPECTED);
        }
        assertThat(settings.getMainConsumerConfigs("group", "client", 0)).containsEntry("group.id", "group");
    }

    @Test
    void connectionHasNoTextThatCouldBeLogged() {
        assertThat(connection).asString().doesNotContain("Login");
    }

    /// As Kafka's clients read them.
    private static Map<String, Object> values(Map<String, Object> client) {
        var raw = new HashMap<>(client);
        raw.keySet().retainAll(AdminClientConfig.configNames());
        return new AdminClientConfig(raw)
                .values().entrySet().stream()
                        .filter(entry -> entry.getValue() != null)
                        .collect(HashMap::new, (all, e) -> all.put(e.getKey(), e.getValue()), HashMap::putAll);
    }
}
