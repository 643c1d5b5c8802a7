package tw.vigil.ingest.publish;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The topics, where this service is the first to need them.
@ConfigMapping(prefix = "vigil.kafka")
interface TopicsConfig {
    /// Replicas of each partition.
    @WithDefault("1")
    short replication();

    /// Partitions of `vigil.events`.
    @WithDefault("6")
    int partitionsEvents();

    /// Partitions of `vigil.quarantine`.
    @WithDefault("3")
    int partitionsQuarantine();

    /// How long `vigil.trails` keeps digests and hashes of log files.
    @WithDefault("P8D")
    Duration retentionTrails();

    /// Largest record batch, in bytes, that the topics take.
    @WithDefault("2097152")
    int maxMessageBytes();
}
