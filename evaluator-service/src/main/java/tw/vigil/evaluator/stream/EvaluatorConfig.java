package tw.vigil.evaluator.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What the evaluator can be told. Every key is in the README.
@ConfigMapping(prefix = "vigil.evaluator")
interface EvaluatorConfig {
    /// `host:port` of the brokers, comma-separated.
    @WithDefault("localhost:9092")
    String bootstrapServers();

    /// Name of the consumer group, prefix of the internal topics and of the state: another name starts from
    /// nothing.
    @WithDefault("vigil-evaluator")
    String applicationId();

    /// Where stores and the identity of this instance lie; must survive a restart.
    @WithDefault("evaluator-state")
    Path stateDir();

    /// A directory with `rules/`, `field-mappings/` and `watch-lists/` that replaces the built-in pack.
    Optional<Path> rulesDir();

    /// Allowed lateness: how far an event may lie behind the newest of its source and still count in time.
    @WithDefault("PT20M")
    Duration grace();

    /// How long an event's identity is remembered at least, so that a second delivery is a duplicate.
    @WithDefault("PT24H")
    Duration duplicateRetention();

    /// Stream threads; 0: one for each processor, four at most.
    @WithDefault("0")
    int threads();

    /// Copies of the state on other instances; 1 in production.
    @WithDefault("0")
    int standbyReplicas();

    /// Partitions of the topic between match and correlate; fixed for the life of an application id.
    @WithDefault("6")
    int signalPartitions();

    /// How often findings are committed and so become visible.
    @WithDefault("PT0.1S")
    Duration commitInterval();

    /// How long the broker waits for an instance that stopped answering before others take its partitions.
    @WithDefault("PT10S")
    Duration sessionTimeout();

    /// How often idle groups are looked at.
    @WithDefault("PT5S")
    Duration punctuation();

    /// How long a stop may take.
    @WithDefault("PT20S")
    Duration closeTimeout();

    /// Records behind that still count as caught up.
    @WithDefault("1000")
    long readyLag();

    /// How often the lag is measured.
    @WithDefault("PT2S")
    Duration lagInterval();

    /// Stream threads replaced after a failure, per ten minutes, before the service gives up and ends.
    @WithDefault("5")
    int maxRestarts();

    /// Memory of all RocksDB stores together, bytes: taken as they grow. Identities of events need 1.3 bytes each, or
    /// every event is looked for on disk.
    @WithDefault("134217728")
    long storeMemory();

    /// Groups that one correlation may hold in one partition of the signals; what would make more is not correlated,
    /// and that is a finding.
    @WithDefault("1000000")
    long maxGroups();

    /// Time between two runs of each rule's canary; 0 plays none.
    @WithDefault("PT1H")
    Duration canaryInterval();

    /// How long no event may match a rule before that is a finding; 0 tells nothing.
    @WithDefault("P30D")
    Duration silentAfter();

    @WithName("topics")
    TopicConfig topics();

    /// How missing topics are created.
    interface TopicConfig {
        /// Partitions of `vigil.events`.
        @WithDefault("6")
        int eventPartitions();

        /// Copies of each partition, also of internal topics.
        @WithDefault("1")
        short replication();
    }
}
