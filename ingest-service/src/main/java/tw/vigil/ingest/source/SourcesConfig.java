package tw.vigil.ingest.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The configured sources.
@ConfigMapping(prefix = "vigil.ingest")
interface SourcesConfig {
    /// By source id. Every kind of source is there under its own name without being named here.
    Map<String, Settings> sources();

    interface Settings {
        /// Kind of source, for example `kubernetes.audit`; the source id when absent.
        Optional<String> type();

        /// Account or cluster of records that do not name one; the source id when absent.
        Optional<String> account();

        /// Sigma log source product of its records; that of the kind when absent.
        Optional<String> product();

        /// Sigma log source service; that of the kind when absent.
        Optional<String> service();

        /// Sigma log source category; that of the kind when absent.
        Optional<String> category();

        /// After how long without a record it is silent; `vigil.ingest.activity.expected-interval` when absent.
        Optional<Duration> expectedInterval();

        /// Zone of the times of syslog lines that name none, for example `Asia/Taipei`.
        @WithDefault("UTC")
        String zone();
    }
}
