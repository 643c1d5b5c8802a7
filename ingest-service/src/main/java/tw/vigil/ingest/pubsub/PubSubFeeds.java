package tw.vigil.ingest.pubsub;

import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Subscriber;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.Feeds;

/// Opens the configured subscriptions when the service starts.
@ApplicationScoped
class PubSubFeeds {
    private static final Logger LOG = Logger.getLogger(PubSubFeeds.class);
    private static final Pattern SUBSCRIPTION = Pattern.compile("projects/[^/]+/subscriptions/[^/]+");
    /// A message is at most 10 MB, but it may be gzip.
    private static final BodyLimits LIMITS = new BodyLimits(1L << 30, 1L << 30, Integer.MAX_VALUE);

    private final PubSubConfig config;
    private final Feeds feeds;
    private final List<PubSubFeed> open = new ArrayList<>();

    PubSubFeeds(PubSubConfig config, Feeds feeds) {
        this.config = config;
        this.feeds = feeds;
    }

    void start(@Observes StartupEvent event) {
        config.pubsubFeeds().forEach((name, settings) -> {
            PubSubFeed feed = open(name, settings);
            open.add(feed);
            feed.start();
            LOG.infof("pulling a subscription channel=%s", name);
        });
    }

    void stop(@Observes ShutdownEvent event) {
        open.forEach(PubSubFeed::close);
    }

    private PubSubFeed open(String name, PubSubConfig.Subscription settings) {
        String key = "vigil.ingest.pubsub-feeds.\"" + name + "\".";
        if (!SUBSCRIPTION.matcher(settings.subscription()).matches()) {
            throw new IllegalStateException(key + "subscription is " + settings.subscription()
                    + "; accepted is the form projects/<project>/subscriptions/<name>");
        }
        if (settings.outstandingMessages() < 1 || settings.outstandingBytes() < 1) {
            throw new IllegalStateException(key + "outstanding-messages and outstanding-bytes must be at least 1");
        }
        var content = new Feed.Content(
                feeds.source(key + "source", settings.source()),
                settings.format(),
                settings.recordField().orElse(null),
                Map.of(),
                LIMITS);
        return new PubSubFeed(feeds.open("pubsub", name), content, receiver -> subscriber(settings, receiver));
    }

    private static Subscriber subscriber(PubSubConfig.Subscription settings, MessageReceiver receiver) {
        var builder = Subscriber.newBuilder(settings.subscription(), receiver)
                .setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount((long) settings.outstandingMessages())
                        .setMaxOutstandingRequestBytes(settings.outstandingBytes())
                        .build())
                .setMaxAckExtensionPeriodDuration(settings.longestHold())
                .setParallelPullCount(1);
        settings.plaintextEndpoint()
                .ifPresent(endpoint -> builder.setChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                                .setEndpoint(endpoint)
                                .setChannelConfigurator(channel -> channel.usePlaintext())
                                .build())
                        .setCredentialsProvider(NoCredentialsProvider.create()));
        return builder.build();
    }
}
