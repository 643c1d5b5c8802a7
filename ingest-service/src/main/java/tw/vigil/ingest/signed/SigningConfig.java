package tw.vigil.ingest.signed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Who may send what they sign.
@ConfigMapping(prefix = "vigil.ingest.signing")
interface SigningConfig {
    /// Folder with one file for each source id; each line of it is a key, see [SigningKey#parse]. A source without a
    /// file takes nothing signed.
    Optional<Path> keysDir();

    /// How far the time of a signed request may lie from now.
    @WithDefault("PT5M")
    Duration window();
}
