package tw.vigil.ingest.s3queue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.Feeds;

/// Opens the configured queues when the service starts.
@ApplicationScoped
class S3Queues {
    private static final Logger LOG = Logger.getLogger(S3Queues.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration SHORTEST_VISIBILITY = Duration.ofSeconds(3);
    private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
    private static final int MOST_WORKERS = 100;

    private final S3QueueConfig config;
    private final Feeds feeds;
    private final TrailFiles trails;
    private final List<S3Queue> queues = new ArrayList<>();

    S3Queues(S3QueueConfig config, Feeds feeds, TrailFiles trails) {
        this.config = config;
        this.feeds = feeds;
        this.trails = trails;
    }

    void start(@Observes StartupEvent event) {
        config.s3Queues().forEach((name, settings) -> {
            S3Queue queue = open(name, settings);
            queues.add(queue);
            queue.start();
            LOG.infof("reading the objects that a queue announces channel=%s workers=%d", name, settings.workers());
        });
    }

    void stop(@Observes ShutdownEvent event) {
        queues.forEach(S3Queue::close);
    }

    private S3Queue open(String name, S3QueueConfig.Queue settings) {
        String key = "vigil.ingest.s3-queues.\"" + name + "\".";
        check(key + "queue-url", settings.queueUrl().getHost() != null, "is no address with a host");
        check(
                key + "wait-time",
                isBetween(settings.waitTime(), Duration.ZERO, LONGEST_WAIT),
                "is not between 0 and 20 seconds, which is what SQS takes");
        check(
                key + "visibility",
                isBetween(settings.visibility(), SHORTEST_VISIBILITY, LONGEST_VISIBILITY),
                "is not between 3 seconds and 12 hours");
        check(
                key + "workers",
                settings.workers() >= 1 && settings.workers() <= MOST_WORKERS,
                "is not between 1 and " + MOST_WORKERS);
        check(key + "object-bytes", settings.objectBytes() > 0, "is not positive");
        check(key + "objects", !settings.objects().isEmpty(), "is empty: name at least one kind of object to read");
        var clients = new AwsClients(settings);
        return new S3Queue(
                new S3Queue.Settings(
                        settings.queueUrl().toString(),
                        settings.workers(),
                        settings.waitTime(),
                        settings.visibility(),
                        routes(key, settings)),
                clients.sqs(),
                new S3Objects(clients.s3()),
                feeds.open("s3-queue", name),
                trails);
    }

    private ObjectRoutes routes(String key, S3QueueConfig.Queue settings) {
        // Where the firm's own bucket hands out compressed logs, how well they compress is no sign of an attack.
        var limits = new BodyLimits(settings.objectBytes(), settings.objectBytes(), Integer.MAX_VALUE);
        List<ObjectRoutes.Route> routes = new ArrayList<>();
        for (var entry : settings.objects().entrySet()) {
            var objects = entry.getValue();
            var source = feeds.source(key + "objects.\"" + entry.getKey() + "\".source", objects.source());
            routes.add(new ObjectRoutes.Route(
                    objects.bucket().orElse(null),
                    objects.prefix().orElse(""),
                    objects.suffix().orElse(""),
                    new Feed.Content(
                            source, objects.format(), objects.recordField().orElse(null), Map.of(), limits)));
        }
        return new ObjectRoutes(routes);
    }

    private static boolean isBetween(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void check(String key, boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(key + " " + problem);
        }
    }
}
