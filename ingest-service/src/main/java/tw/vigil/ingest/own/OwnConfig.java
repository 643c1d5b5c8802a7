package tw.vigil.ingest.own;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Events of this service's own.
@ConfigMapping(prefix = "vigil.ingest.own")
interface OwnConfig {
    /// How often occurrences that come in floods are told, each kind once with its exact count.
    @WithDefault("PT10S")
    Duration summaryInterval();
}
