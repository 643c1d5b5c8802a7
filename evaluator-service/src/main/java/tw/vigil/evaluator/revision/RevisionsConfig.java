package tw.vigil.evaluator.revision;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Who may publish rule sets. Every key is in the README.
@ConfigMapping(prefix = "vigil.evaluator.revisions")
interface RevisionsConfig {
    /// Folder with one file for each rule engineer, named like the account; each line of it is a bearer token. Without
    /// it nobody can push rules. Read again at each request.
    Optional<Path> engineersDir();

    /// Whether a revision that one engineer pushed waits for another to approve it.
    @WithDefault("false")
    boolean secondPerson();

    /// How often an instance says which rules it uses.
    @WithDefault("PT1M")
    Duration announceInterval();
}
