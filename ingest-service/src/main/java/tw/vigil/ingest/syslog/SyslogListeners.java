package tw.vigil.ingest.syslog;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.Feeds;

/// Opens the configured sockets when the service starts.
@ApplicationScoped
class SyslogListeners {
    private static final Logger LOG = Logger.getLogger(SyslogListeners.class);
    private static final BodyLimits LIMITS = new BodyLimits(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
    private static final int HIGHEST_PORT = 65_535;

    private final SyslogConfig config;
    private final Feeds feeds;
    private final TlsConfigurationRegistry tlsConfigurations;
    private final List<AutoCloseable> open = new ArrayList<>();

    SyslogListeners(SyslogConfig config, Feeds feeds, TlsConfigurationRegistry tlsConfigurations) {
        this.config = config;
        this.feeds = feeds;
        this.tlsConfigurations = tlsConfigurations;
    }

    void start(@Observes StartupEvent event) {
        config.syslogListeners().forEach((name, settings) -> {
            String key = "vigil.ingest.syslog-listeners.\"" + name + "\".";
            check(key, settings);
            try {
                int port = open(key, name, settings);
                LOG.infof("listening for syslog channel=%s protocol=%s port=%d", name, settings.protocol(), port);
            } catch (IOException e) {
                throw new IllegalStateException(
                        key + "port: cannot listen on " + settings.host() + ":" + settings.port(), e);
            }
        });
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        for (AutoCloseable listener : open) {
            listener.close();
        }
    }

    private int open(String key, String name, SyslogConfig.Listener settings) throws IOException {
        var content =
                new Feed.Content(feeds.source(key + "source", settings.source()), Format.LINES, null, Map.of(), LIMITS);
        var sink = new FeedSink(
                feeds.open("syslog-" + settings.protocol().name().toLowerCase(Locale.ROOT), name), content);
        var address = new InetSocketAddress(settings.host(), settings.port());
        if (settings.protocol() == SyslogConfig.Protocol.UDP) {
            var datagrams = new SyslogDatagrams(address, settings.receiveBufferBytes(), settings.queueBytes(), sink);
            open.add(datagrams);
            datagrams.start();
            return datagrams.port();
        }
        var bounds = new SyslogStreams.Bounds(
                settings.connections(), settings.idleTimeout(), settings.messageBytes(), settings.receiveBufferBytes());
        var tls = settings.protocol() == SyslogConfig.Protocol.TLS
                ? new SyslogStreams.Tls(context(key, settings), settings.clientCertificate())
                : null;
        var streams = new SyslogStreams(address, tls, bounds, sink);
        open.add(streams);
        streams.start();
        return streams.port();
    }

    private SSLContext context(String key, SyslogConfig.Listener settings) {
        String name = settings.tlsConfiguration().orElse("");
        TlsConfiguration tls = tlsConfigurations
                .get(name)
                .orElseThrow(() -> new IllegalStateException(key + "tls-configuration names '" + name
                        + "'; accepted is the name of a quarkus.tls configuration with a key store"));
        try {
            return tls.createSSLContext();
        } catch (Exception e) {
            throw new IllegalStateException(key + "tls-configuration cannot be used", e);
        }
    }

    private static void check(String key, SyslogConfig.Listener settings) {
        if (settings.port() < 0 || settings.port() > HIGHEST_PORT) {
            throw new IllegalStateException(key + "port is not between 0 and " + HIGHEST_PORT);
        }
        if (settings.messageBytes() < 480
                || settings.connections() < 1
                || settings.idleTimeout().toMillis() < 1) {
            throw new IllegalStateException(
                    key
                            + "message-bytes must be at least 480 (RFC 5424 §6.1), connections at least 1, idle-timeout positive");
        }
        if (settings.clientCertificate() && settings.protocol() != SyslogConfig.Protocol.TLS) {
            throw new IllegalStateException(key + "client-certificate needs protocol=tls");
        }
    }
}
