package tw.vigil.alert.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.kafka.client.runtime.KafkaRuntimeConfigProducer;
import io.quarkus.runtime.ApplicationConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.Test;

class TopicsSetupTest {
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"alert\" password=\"a-password-for-tests\";";

    @Test
    void theEnvironmentDecidesHowTheBrokerIsReached() {
        var environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "broker-1.example:9093",
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_SASL_MECHANISM", "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG", LOGIN,
                "KAFKA_SSL_TRUSTSTORE_TYPE", "PEM",
                "KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/vigil/ca.pem",
                "KAFKA_HOME", "/opt/kafka");

        var settings = TopicsSetup.adminSettings(asTheChannelsGetIt(environment));

        assertThat(settings)
                .containsEntry(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "broker-1.example:9093")
                .containsEntry(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, "SASL_SSL")
                .containsEntry(SaslConfigs.SASL_MECHANISM, "PLAIN")
                .containsEntry(SaslConfigs.SASL_JAAS_CONFIG, LOGIN)
                .containsEntry(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM")
                .containsEntry(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, "/etc/vigil/ca.pem")
                .doesNotContainKeys("home", "group.id");
    }

    /// The map that the connector of the channels merges into the settings of each.
    private static Map<String, Object> asTheChannelsGetIt(Map<String, String> environment) {
        var config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, 300))
                .addDefaultInterceptors()
                .build();
        return new KafkaRuntimeConfigProducer().createKafkaRuntimeConfig(config, new Named());
    }

    private record Named() implements ApplicationConfig {
        @Override
        public Optional<String> name() {
            return Optional.of("vigil-alert");
        }

        @Override
        public Optional<String> version() {
            return Optional.empty();
        }

        @Override
        public Optional<String> uiHeader() {
            return Optional.empty();
        }
    }
}
