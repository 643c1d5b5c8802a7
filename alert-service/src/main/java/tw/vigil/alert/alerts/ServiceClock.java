package tw.vigil.alert.alerts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The one clock, so that tests can turn it.
@ApplicationScoped
class ServiceClock {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
