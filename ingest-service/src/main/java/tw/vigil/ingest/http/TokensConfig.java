package tw.vigil.ingest.http;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// Who may send.
@ConfigMapping(prefix = "vigil.ingest")
interface TokensConfig {
    /// Folder with one file for each source id; each line of it is a bearer token. A source without a file takes
    /// nothing over HTTP. Read again when a file changes.
    Optional<Path> tokensDir();
}
