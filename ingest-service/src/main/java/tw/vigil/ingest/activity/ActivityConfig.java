package tw.vigil.ingest.activity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Telling which sources speak.
@ConfigMapping(prefix = "vigil.ingest.activity")
interface ActivityConfig {
    /// What events of activity name as the one that tells; different for each instance.
    @WithDefault("${HOSTNAME:ingest}")
    String instance();

    /// How often activity is told, from the full hour on.
    @WithDefault("PT1M")
    Duration interval();

    /// After how long without a record a source is silent, where it does not say so itself
    /// (`vigil.ingest.sources."<id>".expected-interval`).
    @WithDefault("PT30M")
    Duration expectedInterval();
}
