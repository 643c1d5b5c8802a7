package tw.vigil.ingest.digest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Verifying CloudTrail's digest files.
@ConfigMapping(prefix = "vigil.ingest.digest")
interface DigestConfig {
    /// Folder of CloudTrail's public keys: `*.json` as `aws cloudtrail list-public-keys` prints it,
    /// `<fingerprint>.pem`.
    /// Without it chains and log files are compared, and signatures cannot be proven.
    Optional<Path> publicKeysDir();

    /// How much later than a digest what it names may come before it is missing.
    @WithDefault("PT2H")
    Duration patience();

    /// Most digests, and most log files, that are kept in mind; about half a kilobyte each.
    @WithDefault("50000")
    int remembered();
}
