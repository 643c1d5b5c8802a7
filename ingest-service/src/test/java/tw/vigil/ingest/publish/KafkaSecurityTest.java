package tw.vigil.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.kafka.client.runtime.KafkaRuntimeConfigProducer;
import io.quarkus.runtime.ApplicationConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

/// The environment reaches the one map that Quarkus gives to every channel, and from there our own client.
class KafkaSecurityTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", "kafka:9093",
            "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
            "KAFKA_SASL_JAAS_CONFIG", "Login required;",
            "KAFKA_SSL_TRUSTSTORE_TYPE", "PEM",
            "KAFKA_SSL_TRUSTSTORE_LOCATION", "/run/vigil/kafka/ca.crt",
            "KAFKA_OPTS", "-Xmx1g");

    private static final Map<String, String> EXPECTED = Map.of(
            "bootstrap.servers", "kafka:9093",
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", "Login required;",
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", "/run/vigil/kafka/ca.crt");

    @Test
    void environmentReachesChannelsAndOwnClient() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(ENVIRONMENT, 300))
                .withDefaultValue("kafka.bootstrap.servers", "localhost:9092")
                .withMapping(ApplicationConfig.class)
                .build();

        Map<String, Object> channels = new KafkaRuntimeConfigProducer()
                .createKafkaRuntimeConfig(config, config.getConfigMapping(ApplicationConfig.class));
        Map<String, Object> admin = KafkaTopics.adminSettings(channels);

        assertThat(channels).containsAllEntriesOf(EXPECTED);
        assertThat(admin).containsAllEntriesOf(EXPECTED).doesNotContainKey("opts");
        assertThat(new AdminClientConfig(admin).getString("security.protocol")).isEqualTo("SASL_SSL");
    }
}
