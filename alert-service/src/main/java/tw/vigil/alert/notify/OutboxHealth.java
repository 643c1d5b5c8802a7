package tw.vigil.alert.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import tw.vigil.alert.storage.DatabaseAway;

/// Ready means that the database answers; the age of the oldest message is told, and judged by the alert
/// rules: a receiver that is down is no reason to take the console away from people.
@Readiness
@ApplicationScoped
class OutboxHealth implements HealthCheck {
    private final NotifyGauges gauges;

    OutboxHealth(NotifyGauges gauges) {
        this.gauges = gauges;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("outbox");
        try {
            Duration oldest = gauges.oldestPending();
            return response.up()
                    .withData("oldest_pending_seconds", oldest.toSeconds())
                    .build();
        } catch (DatabaseAway _) {
            return response.down().withData("reason", "the database is away").build();
        }
    }
}
