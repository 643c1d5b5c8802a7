package tw.vigil.ingest.m365;

import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.transport.Backoff;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.FeedOutcome;

/// Reads the content of one type: span after span, each content of a span once, and keeps how far it came when Kafka
/// has
/// all of the span. Content is asked for again while it may still be listed late; what was taken is not fetched twice.
final class M365Feed implements Runnable {
    private static final Logger LOG = Logger.getLogger(M365Feed.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_REMEMBERED = 100_000;

    /// @param firstStart how far back to begin where nothing was kept
    record Timing(Duration firstStart, Duration interval, Duration overlap) {}

    private final String contentType;
    private final ManagementApi api;
    private final Checkpoints checkpoints;
    private final Feed feed;
    private final Feed.Content content;
    private final Timing timing;
    private final Semaphore notices = new Semaphore(0);
    private final Set<String> taken = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    M365Feed(String contentType, Way way, Feed feed, Feed.Content content, Timing timing) {
        this.contentType = contentType;
        api = way.api();
        checkpoints = way.checkpoints();
        this.feed = feed;
        this.content = content;
        this.timing = timing;
    }

    /// Where content comes from, and where it is kept how far it was read.
    record Way(ManagementApi api, Checkpoints checkpoints) {}

    @Override
    public void run() {
        var backoff = new Backoff(Duration.ofSeconds(5), LONGEST_PAUSE);
        boolean started = false;
        Instant done = null;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    if (!started) {
                        api.start(contentType);
                        started = true;
                    }
                    done = next(done == null ? begin() : done);
                    backoff.reset();
                } catch (ApiException e) {
                    tell(e);
                    pause(e, backoff);
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (IOException | Checkpoints.CheckpointException e) {
                    feed.count(FeedOutcome.FAILED);
                    LOG.warnf(
                            "content cannot be read, trying again channel=%s contentType=%s cause=%s",
                            feed.name(), contentType, e.toString());
                    backoff.pause();
                }
            }
        } catch (InterruptedException | InterruptedIOException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant begin() throws InterruptedException, Checkpoints.CheckpointException {
        Instant kept = checkpoints.read(feed.name(), contentType);
        return kept == null ? Instant.now().minus(timing.firstStart()) : kept;
    }

    /// Takes a span, and waits when it was the last one.
    private Instant next(Instant done) throws IOException, InterruptedException, Checkpoints.CheckpointException {
        Instant now = Instant.now();
        Span span = Span.after(done, now);
        if (span.lost().isPositive()) {
            feed.count(FeedOutcome.MISSING);
            LOG.errorf(
                    "content is older than seven days and lost channel=%s contentType=%s lost=%s",
                    feed.name(), contentType, span.lost());
        }
        List<ManagementApi.Content> listed = api.list(contentType, span.from(), span.to());
        for (ManagementApi.Content each : listed) {
            if (!taken.contains(each.id())) {
                take(each);
                taken.add(each.id());
            }
        }
        Instant end = span.done(now, timing.overlap());
        checkpoints.write(feed.name(), contentType, end);
        if (span.to().equals(now)) {
            rest();
        }
        return end;
    }

    /// There is content to fetch: it need not wait for the interval's end. From any thread.
    void contentWaits() {
        notices.release();
    }

    /// Until the interval is over, or a notice comes. Notices may come by the hundred: one question answers them all.
    private void rest() throws InterruptedException {
        Duration least = timing.interval().compareTo(SHORTEST_PAUSE) < 0 ? timing.interval() : SHORTEST_PAUSE;
        Thread.sleep(least);
        var _ = notices.tryAcquire(timing.interval().minus(least).toMillis(), TimeUnit.MILLISECONDS);
        notices.drainPermits();
    }

    private void take(ManagementApi.Content each) throws IOException, InterruptedException {
        try {
            Receipt receipt = feed.deliver(content, () -> open(each), Context.root());
            if (receipt.refused() != null) {
                LOG.errorf("content not taken to its end channel=%s reason=%s", feed.name(), receipt.refused());
            }
        } catch (ApiException e) {
            if (e.kind() != ApiException.Kind.EXPIRED) {
                throw e;
            }
            tell(e);
        }
    }

    private InputStream open(ManagementApi.Content each) throws IOException {
        try {
            return api.fetch(each);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while fetching content");
        }
    }

    private void tell(ApiException e) {
        feed.count(
                switch (e.kind()) {
                    case THROTTLED -> FeedOutcome.THROTTLED;
                    case DENIED -> FeedOutcome.DENIED;
                    case EXPIRED -> FeedOutcome.MISSING;
                    case FAILED -> FeedOutcome.FAILED;
                });
        LOG.warnf(
                "content not read channel=%s contentType=%s reason=%s cause=%s",
                feed.name(), contentType, e.kind(), e.getMessage());
    }

    private static void pause(ApiException e, Backoff backoff) throws InterruptedException {
        @Nullable Duration asked = e.retryAfter();
        if (asked == null) {
            backoff.pause();
        } else {
            Thread.sleep(asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
        }
    }
}
