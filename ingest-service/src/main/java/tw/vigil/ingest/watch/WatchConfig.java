package tw.vigil.ingest.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Folders whose files are taken in.
@ConfigMapping(prefix = "vigil.ingest")
interface WatchConfig {
    /// Folder with one sub-folder for each source id; absent = no folder is watched.
    Optional<Path> watchDir();

    Watch watch();

    interface Watch {
        /// How often the folders are looked through.
        @WithDefault("PT1S")
        Duration interval();

        /// How long a file must have kept its size and time before it counts as complete. Rename a file into the
        /// folder to be sure.
        @WithDefault("PT2S")
        Duration settle();
    }
}
