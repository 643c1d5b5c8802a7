package tw.vigil.ingest.syslog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Sockets that syslog comes in by.
@ConfigMapping(prefix = "vigil.ingest")
interface SyslogConfig {
    /// By a name of the operator's choice.
    Map<String, Listener> syslogListeners();

    interface Listener {
        /// `udp`, `tcp` or `tls`.
        Protocol protocol();

        /// Address to listen on.
        @WithDefault("0.0.0.0")
        String host();

        /// Port to listen on.
        int port();

        /// Id of the source that the messages are of.
        String source();

        /// Name of the `quarkus.tls` configuration with certificate and key; for `tls` only.
        Optional<String> tlsConfiguration();

        /// Whether senders must show a certificate that the `quarkus.tls` configuration trusts; for `tls` only.
        @WithDefault("false")
        boolean clientCertificate();

        /// Largest message; of longer ones the rest is cut off.
        @WithDefault("262144")
        int messageBytes();

        /// Most connections; beyond it the one that has been silent longest is closed.
        @WithDefault("1000")
        int connections();

        /// How long a connection may be silent.
        @WithDefault("PT30M")
        Duration idleTimeout();

        /// Receive buffer of the socket that the system is asked for.
        @WithDefault("4194304")
        int receiveBufferBytes();

        /// Most bytes of datagrams that wait for Kafka; beyond it they are dropped and counted.
        @WithDefault("33554432")
        int queueBytes();
    }

    /// How messages travel.
    enum Protocol {
        UDP,
        TCP,
        TLS
    }
}
