package tw.vigil.ingest.http;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// Who may look into the quarantine and send again what lies there.
@ConfigMapping(prefix = "vigil.ingest")
interface OperatorsConfig {
    /// Folder with one file for each operator, named by the account; each line of it is a bearer token. Tokens of
    /// sources open nothing here. Without it nobody may.
    Optional<Path> operatorsDir();
}
