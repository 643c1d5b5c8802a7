package tw.vigil.alert.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Outgoing webhooks.
@ConfigMapping(prefix = "vigil.hook")
interface HookConfig {
    /// Address for units without a hook of their own; without it they have none.
    Optional<URI> url();

    /// File with the signing secret: `whsec_` and Base64, or any text. Mandatory as soon as there is a hook.
    Optional<Path> secretFile();

    /// True lets hooks reach loopback and private addresses; for the embedded default and closed networks
    /// only.
    @WithDefault("false")
    boolean allowInternal();

    /// How long a receiver may take to accept the connection.
    @WithDefault("PT5S")
    Duration connectTimeout();

    /// How long a receiver may take to answer.
    @WithDefault("PT15S")
    Duration timeout();
}
