package tw.vigil.ingest.quarantine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Looking into the quarantine.
@ConfigMapping(prefix = "vigil.ingest.quarantine")
interface QuarantineConfig {
    /// At most so many of the newest records are looked through at once.
    @WithDefault("100000")
    long scanRecords();
}
