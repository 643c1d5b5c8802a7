package tw.vigil.alert.alerts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How findings become alerts.
@ConfigMapping(prefix = "vigil.alert")
interface AlertConfig {
    /// Quiet time after a notification of an alert; what comes meanwhile is told in one notification at its
    /// end.
    @WithDefault("PT15M")
    Duration quietPeriod();
}
