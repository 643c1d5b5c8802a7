package tw.vigil.ingest.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Counting what lies on the topics.
@ConfigMapping(prefix = "vigil.ingest.ledger")
interface LedgerConfig {
    /// How often counts are written; so far may they be behind.
    @WithDefault("PT2S")
    Duration flushInterval();

    /// How long the counts of an hour are kept. The sums over all hours are kept for ever.
    @WithDefault("P8D")
    Duration retention();

    /// An event that is older than this when it comes is late.
    @WithDefault("PT20M")
    Duration lateAfter();

    /// Among how many records before it, of each partition, a record is recognised as a duplicate.
    @WithDefault("20000")
    int duplicateWindow();
}
