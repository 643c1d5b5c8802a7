package tw.vigil.alert.accounts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/// The accounts of the service.
@ConfigMapping(prefix = "vigil.alert.accounts")
interface AccountConfig {
    /// Directory with one file per account, named `analyst` and `auditor`, holding its first password; read
    /// only while there is no account. Also where the key of the session cookies is kept.
    Optional<Path> dir();

    /// Failed attempts per account and minute after which every further one is refused, right or wrong.
    @WithDefault("10")
    int attemptsPerMinute();
}
