package tw.vigil.alert.routing;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// Where the routing table comes from.
@ConfigMapping(prefix = "vigil.routing")
interface RoutingConfig {
    /// A routing table that replaces the one in the jar.
    Optional<Path> file();
}
