package tw.vigil.alert.intake;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready while findings wait for the database.
@Readiness
@ApplicationScoped
class IntakeHealth implements HealthCheck {
    private final IntakeState state;

    IntakeHealth(IntakeState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("findings reach the database")
                .status(!state.waits())
                .build();
    }
}
