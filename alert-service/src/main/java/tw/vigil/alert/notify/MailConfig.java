package tw.vigil.alert.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Where mail is handed over. User, password and TLS are Quarkus' own `quarkus.mailer.*` keys.
@ConfigMapping(prefix = "vigil.smtp")
interface MailConfig {
    /// Host of the SMTP server; without it nobody gets mail.
    Optional<String> host();

    /// Port of the SMTP server.
    @WithDefault("25")
    int port();

    /// How long the server may take to accept a mail.
    @WithDefault("PT30S")
    Duration timeout();
}
