package tw.vigil.alert.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/// Addresses of pages of the console, for messages that leave the service.
@ApplicationScoped
class ConsoleLinks {
    private final String base;

    ConsoleLinks(ConsoleConfig config) {
        this.base = config.url().toString().replaceAll("/+$", "");
    }

    String alert(String id) {
        return base + "/alerts/" + id;
    }

    /// Where the console is.
    @ConfigMapping(prefix = "vigil.console")
    interface ConsoleConfig {
        /// Base address of the console as people's browsers reach it.
        @WithDefault("http://localhost:8080")
        URI url();
    }
}
