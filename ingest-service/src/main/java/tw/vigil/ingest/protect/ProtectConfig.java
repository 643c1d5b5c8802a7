package tw.vigil.ingest.protect;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Customer data in records.
@ConfigMapping(prefix = "vigil.ingest.protect")
interface ProtectConfig {
    enum Mode {
        ON,
        /// Values reach Kafka as they came. Told at every start.
        OFF
    }

    @WithDefault("on")
    Mode mode();

    /// Folder with the keysets `values.json` and `fingerprints.json`.
    Optional<Path> keysDir();

    /// Whether keysets that are missing are made. For an installation on one machine.
    @WithDefault("false")
    boolean createKeys();

    /// The firm's own mail domains; addresses there are not customers'.
    Optional<Set<String>> orgDomains();

    /// Forms of the firm's own account numbers: regular expressions in RE2 syntax.
    Optional<List<String>> accounts();

    /// Fingerprints of values that may stay, as own events tell them.
    Optional<Set<String>> benign();
}
