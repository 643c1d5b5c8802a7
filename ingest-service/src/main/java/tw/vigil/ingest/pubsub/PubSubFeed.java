package tw.vigil.ingest.pubsub;

import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Subscriber;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.transport.Backoff;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.FeedOutcome;

/// Keeps a subscriber of Google's client running. The client itself survives what passes; it ends where it sees no
/// sense
/// in going on, when the subscription or the permission is missing, and then a new one tries after a while.
final class PubSubFeed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PubSubFeed.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Feed feed;
    private final Function<MessageReceiver, Subscriber> subscribers;
    private final PubSubReceiver receiver;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;
    private volatile @Nullable Subscriber running;

    PubSubFeed(Feed feed, Feed.Content content, Function<MessageReceiver, Subscriber> subscribers) {
        this.feed = feed;
        this.subscribers = subscribers;
        receiver = new PubSubReceiver(feed, content, threads);
    }

    void start() {
        threads.execute(this::run);
    }

    @Override
    public void close() {
        stopping = true;
        Subscriber subscriber = running;
        if (subscriber != null) {
            subscriber.stopAsync();
        }
        // What is in hand is given back; the client waits for that.
        threads.shutdownNow();
        try {
            threads.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (subscriber != null) {
                subscriber.awaitTerminated(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | IllegalStateException e) {
            LOG.warnf(
                    "subscriber did not stop in order channel=%s cause=%s",
                    feed.name(), e.getClass().getName());
        }
    }

    private void run() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
        try {
            while (!stopping) {
                Subscriber subscriber = subscribers.apply(receiver);
                running = subscriber;
                try {
                    subscriber.startAsync().awaitTerminated();
                } catch (IllegalStateException e) {
                    feed.count(FeedOutcome.FAILED);
                    LOG.warnf(
                            "subscription cannot be pulled, trying again channel=%s cause=%s",
                            feed.name(), e.getCause() == null ? e : e.getCause());
                }
                backoff.pause();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
