package tw.vigil.ingest.http;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// Who may see protected values.
@ConfigMapping(prefix = "vigil.ingest.reveal")
interface RevealConfig {
    /// Folder with one file for each person, named after the account; each line of it is a bearer token. None: nobody.
    Optional<Path> tokensDir();
}
