package tw.vigil.ingest.m365;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.hook.ContentWaits;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.Feeds;

/// Opens the configured tenants when the service starts.
@ApplicationScoped
class M365Feeds {
    private static final Logger LOG = Logger.getLogger(M365Feeds.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final BodyLimits LIMITS = new BodyLimits(1L << 30, 1L << 30, Integer.MAX_VALUE);

    private final M365Config config;
    private final Feeds feeds;
    private final Map<String, Object> connection;
    private final List<Checkpoints> open = new ArrayList<>();
    private final Map<String, List<M365Feed>> readers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    M365Feeds(M365Config config, Feeds feeds, @Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.config = config;
        this.feeds = feeds;
        this.connection = connection;
    }

    void start(@Observes StartupEvent event) {
        config.m365Feeds().forEach((name, settings) -> {
            String key = "vigil.ingest.m365-feeds.\"" + name + "\".";
            check(key, settings);
            var source = feeds.source(key + "source", settings.source());
            var content = new Feed.Content(source, Format.ANY, null, Map.of(), LIMITS);
            var checkpoints = new Checkpoints(connection);
            open.add(checkpoints);
            var way = new M365Feed.Way(new ManagementApi(settings), checkpoints);
            var timing = new M365Feed.Timing(settings.firstStart(), settings.interval(), settings.overlap());
            Feed feed = feeds.open("m365", name);
            for (String type : settings.contentTypes()) {
                var reader = new M365Feed(type, way, feed, content, timing);
                readers.computeIfAbsent(source.id(), _ -> new CopyOnWriteArrayList<>())
                        .add(reader);
                threads.execute(reader);
            }
            LOG.infof("reading the activity feed of a tenant channel=%s", name);
        });
    }

    /// What a notice names is not looked at: it comes from outside, and listing tells all there is.
    void hurry(@Observes ContentWaits waits) {
        readers.getOrDefault(waits.sourceId(), List.of()).forEach(M365Feed::contentWaits);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        open.forEach(Checkpoints::close);
    }

    private static void check(String key, M365Config.Tenant settings) {
        if (!isAddress(settings.api()) || !isAddress(settings.login())) {
            throw new IllegalStateException(key + "api and login must be addresses with a host, without a path");
        }
        if (!Files.isReadable(settings.clientSecretFile())) {
            throw new IllegalStateException(key + "client-secret-file cannot be read: " + settings.clientSecretFile());
        }
        if (settings.firstStart().compareTo(Span.OLDEST) > 0
                || settings.overlap().isNegative()
                || !settings.interval().isPositive()) {
            throw new IllegalStateException(
                    key + "first-start must be at most seven days, overlap not negative, interval positive");
        }
    }

    private static boolean isAddress(URI uri) {
        return uri.getScheme() != null && uri.getHost() != null && uri.getPath().isEmpty();
    }
}
