package tw.vigil.ingest.s3queue;

import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.transport.Backoff;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.FeedOutcome;

/// Reads the objects that one queue announces.
///
/// A message is deleted when Kafka has acknowledged every record of every object in it, and at no other time but when
/// there is nothing to read. What cannot be read is left alone: SQS hands it out again and, by the queue's redrive
/// policy, to the dead-letter queue in the end. While Kafka is away the messages in hand stay in hand, for each return
/// to the queue would bring them nearer to the dead-letter queue; with all workers waiting nothing more is received.
final class S3Queue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(S3Queue.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_MESSAGES = 10;

    /// @param waitTime how long SQS waits for messages
    record Settings(String queueUrl, int workers, Duration waitTime, Duration visibility, ObjectRoutes routes) {}

    private final Settings settings;
    private final SqsClient sqs;
    private final S3Objects objects;
    private final Feed feed;
    private final TrailFiles trails;
    private final HeldMessages held;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    S3Queue(Settings settings, SqsClient sqs, S3Objects objects, Feed feed, TrailFiles trails) {
        this.settings = settings;
        this.sqs = sqs;
        this.objects = objects;
        this.feed = feed;
        this.trails = trails;
        held = new HeldMessages(sqs, settings.queueUrl(), settings.visibility());
        free = new Semaphore(settings.workers());
    }

    void start() {
        threads.execute(this::receive);
        threads.execute(held::keepHidden);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warnf("workers did not stop in time channel=%s", feed.name());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        sqs.close();
    }

    private void receive() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
        try {
            while (!Thread.currentThread().isInterrupted()) {
                receive(backoff);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(Backoff backoff) throws InterruptedException {
        free.acquire();
        int wanted = 1;
        while (wanted < MOST_MESSAGES && free.tryAcquire()) {
            wanted++;
        }
        int unused = wanted;
        try {
            List<Message> messages = ask(wanted);
            backoff.reset();
            for (Message message : messages) {
                threads.execute(() -> work(message));
                unused--;
            }
        } catch (AbortedException e) {
            throw stopped(e);
        } catch (SdkException e) {
            feed.count(FeedOutcome.FAILED);
            LOG.warnf("queue cannot be asked channel=%s cause=%s", feed.name(), e.toString());
            backoff.pause();
        } finally {
            free.release(unused);
        }
    }

    private List<Message> ask(int messages) {
        return sqs.receiveMessage(request -> request.queueUrl(settings.queueUrl())
                        .maxNumberOfMessages(messages)
                        .waitTimeSeconds((int) settings.waitTime().toSeconds())
                        .visibilityTimeout((int) settings.visibility().toSeconds())
                        .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .messages();
    }

    private void work(Message message) {
        try (var _ = held.hold(message)) {
            if (isDone(message)) {
                sqs.deleteMessage(
                        request -> request.queueUrl(settings.queueUrl()).receiptHandle(message.receiptHandle()));
            }
        } catch (InterruptedException | AbortedException _) {
            Thread.currentThread().interrupt();
        } catch (SdkException e) {
            // It comes again, and what is in Kafka already is recognised by its keys.
            LOG.warnf("message cannot be deleted channel=%s cause=%s", feed.name(), e.toString());
        } catch (RuntimeException e) {
            feed.count(FeedOutcome.FAILED);
            LOG.errorf(
                    "message not worked off, it comes again channel=%s cause=%s",
                    feed.name(), e.getClass().getName());
        } finally {
            free.release();
        }
    }

    /// Whether nothing is left to do for the message.
    private boolean isDone(Message message) throws InterruptedException {
        switch (AnnouncementReader.read(message.body())) {
            case Announcement.Control _ -> feed.count(FeedOutcome.CONTROL);
            case Announcement.Unreadable(var detail) -> {
                feed.count(FeedOutcome.UNREADABLE);
                LOG.warnf(
                        "message left to the dead-letter queue channel=%s eventId=%s received=%s reason=%s",
                        feed.name(), message.messageId(), timesReceived(message), detail);
                return false;
            }
            case Announcement.Objects(var announced) -> {
                if (announced.isEmpty()) {
                    feed.count(FeedOutcome.NOT_WANTED);
                }
                boolean done = true;
                for (ObjectRef object : announced) {
                    done &= take(object, message);
                }
                return done;
            }
        }
        return true;
    }

    private boolean take(ObjectRef object, Message message) throws InterruptedException {
        ObjectRoutes.Route route = settings.routes().find(object);
        if (route == null) {
            feed.count(FeedOutcome.NOT_WANTED);
            return true;
        }
        String source = route.content().source().id();
        try {
            if (TrailFiles.isDigest(object)) {
                feed.untilAcknowledged(source, () -> trails.digest(source, object, objects));
                feed.count(FeedOutcome.DIGEST);
                return true;
            }
            Receipt receipt =
                    feed.deliver(route.content(), () -> objects.open(object).content(), Context.root());
            if (receipt.refused() != null) {
                return left(object, message, receipt.refused());
            }
            feed.untilAcknowledged(source, () -> trails.taken(source, object, receipt));
            return true;
        } catch (ObjectUnavailableException e) {
            feed.count(e.missing() ? FeedOutcome.MISSING : FeedOutcome.DENIED);
            return left(object, message, e.missing() ? "no such object" : "access denied");
        } catch (IOException e) {
            feed.count(FeedOutcome.FAILED);
            return left(object, message, e.toString());
        }
    }

    private boolean left(ObjectRef object, Message message, String reason) {
        LOG.warnf(
                "object not taken, its message comes again channel=%s bucket=%s path=%s received=%s reason=%s",
                feed.name(), object.bucket(), object.key(), timesReceived(message), reason);
        return false;
    }

    private static String timesReceived(Message message) {
        return message.attributes().getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    }

    private static InterruptedException stopped(AbortedException e) {
        var stopped = new InterruptedException("stopped while asking the queue");
        stopped.initCause(e);
        return stopped;
    }
}
