package tw.vigil.ingest.publish;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/// Ready means that records can be written.
@Readiness
@ApplicationScoped
class KafkaReadiness implements HealthCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final KafkaTopics topics;

    KafkaReadiness(KafkaTopics topics) {
        this.topics = topics;
    }

    @Override
    public HealthCheckResponse call() {
        @Nullable String obstacle = topics.obstacle(TIMEOUT);
        var response = HealthCheckResponse.named("kafka");
        return obstacle == null
                ? response.up().build()
                : response.down().withData("reason", obstacle).build();
    }
}
