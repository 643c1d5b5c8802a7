package tw.vigil.ingest.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.Feeds;

/// Opens the configured topics when the service starts.
@ApplicationScoped
class KafkaFeeds {
    private static final Logger LOG = Logger.getLogger(KafkaFeeds.class);
    /// A message is small, but it may be gzip.
    private static final BodyLimits LIMITS = new BodyLimits(1L << 30, 1L << 30, Integer.MAX_VALUE);

    private final KafkaFeedConfig config;
    private final Feeds feeds;
    private final List<KafkaFeed> open = new ArrayList<>();

    KafkaFeeds(KafkaFeedConfig config, Feeds feeds) {
        this.config = config;
        this.feeds = feeds;
    }

    void start(@Observes StartupEvent event) {
        config.kafkaFeeds().forEach((name, settings) -> {
            KafkaFeed feed = open(name, settings);
            open.add(feed);
            feed.start();
            LOG.infof("reading topics channel=%s topic=%s", name, settings.topics());
        });
    }

    void stop(@Observes ShutdownEvent event) {
        open.forEach(KafkaFeed::close);
    }

    private KafkaFeed open(String name, KafkaFeedConfig.Settings settings) {
        String key = "vigil.ingest.kafka-feeds.\"" + name + "\".";
        if (settings.workers() < 1 || settings.pollRecords() < 1) {
            throw new IllegalStateException(key + "workers and poll-records must be at least 1");
        }
        var content = new Feed.Content(
                feeds.source(key + "source", settings.source()),
                settings.format(),
                settings.recordField().orElse(null),
                Map.of(),
                LIMITS);
        return new KafkaFeed(
                ClientSettings.of(key, settings),
                settings.topics(),
                content,
                feeds.open("kafka", name),
                settings.workers());
    }
}
