package tw.vigil.evaluator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class BrokerFaultTest {
    @Test
    void brokersThatDoNotAnswerMayComeYet() {
        var fault = new ExecutionException(new TimeoutException("timed out"));

        assertThat(BrokerFault.lasts(fault)).isFalse();
        assertThat(BrokerFault.describe(fault)).isEqualTo("ExecutionException <- TimeoutException: timed out");
    }

    @Test
    void nameThatCannotBeLookedUpMayComeYet() {
        Throwable fault = failureWith(Map.of("bootstrap.servers", "no-such-broker.invalid:9092"));

        assertThat(fault).isInstanceOf(KafkaException.class);
        assertThat(BrokerFault.lasts(fault)).isFalse();
        assertThat(BrokerFault.describe(fault)).contains("No resolvable bootstrap urls");
    }

    @Test
    void wrongSettingLasts() {
        assertThat(BrokerFault.lasts(failureWith(Map.of("bootstrap.servers", "nonsense"))))
                .isTrue();
        assertThat(BrokerFault.lasts(
                        failureWith(Map.of("bootstrap.servers", "127.0.0.1:9092", "security.protocol", "PLEASE"))))
                .isTrue();
    }

    @Test
    void missingTrustStoreAndBrokenLoginLast() {
        var trustStore = Map.<String, Object>of(
                "bootstrap.servers", "127.0.0.1:9092",
                "security.protocol", "SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", "absent/ca.crt");
        var login = Map.<String, Object>of(
                "bootstrap.servers", "127.0.0.1:9092",
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", "nonsense");

        assertThat(BrokerFault.lasts(failureWith(trustStore))).isTrue();
        assertThat(BrokerFault.lasts(failureWith(login))).isTrue();
    }

    @Test
    void refusalAndMissingClassLast() {
        assertThat(BrokerFault.lasts(new ExecutionException(new TopicAuthorizationException("vigil.events"))))
                .isTrue();
        assertThat(BrokerFault.lasts(new ExecutionException(new SaslAuthenticationException("no"))))
                .isTrue();
        assertThat(BrokerFault.lasts(new KafkaException("no codec", new NoClassDefFoundError("net/jpountz"))))
                .isTrue();
    }

    private static Throwable failureWith(Map<String, Object> settings) {
        return catchThrowable(() -> Admin.create(settings).close());
    }
}
