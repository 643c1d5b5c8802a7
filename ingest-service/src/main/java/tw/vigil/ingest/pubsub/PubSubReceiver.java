package tw.vigil.ingest.pubsub;

import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.FeedOutcome;

/// Takes one message and acknowledges it when Kafka has it. While Kafka is away the client goes on extending the
/// deadlines of what it holds, and at its bounds of messages and bytes it pulls no more.
final class PubSubReceiver implements MessageReceiver {
    private static final Logger LOG = Logger.getLogger(PubSubReceiver.class);
    private static final int MOST_ATTRIBUTES = 32;
    private static final int LONGEST_ATTRIBUTE = 1024;

    private final Feed feed;
    private final Feed.Content content;
    private final Executor threads;

    /// @param threads one for each message: the client's own few must not wait for Kafka
    PubSubReceiver(Feed feed, Feed.Content content, Executor threads) {
        this.feed = feed;
        this.content = content;
        this.threads = threads;
    }

    @Override
    public void receiveMessage(PubsubMessage message, AckReplyConsumer reply) {
        threads.execute(() -> take(message, reply));
    }

    private void take(PubsubMessage message, AckReplyConsumer reply) {
        try {
            if (isTaken(message)) {
                reply.ack();
            } else {
                reply.nack();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            reply.nack();
        } catch (IOException | RuntimeException e) {
            // It comes again, and by the subscription's policy to its dead-letter topic in the end.
            feed.count(FeedOutcome.FAILED);
            LOG.errorf(
                    "message not taken, it comes again channel=%s eventId=%s cause=%s",
                    feed.name(), message.getMessageId(), e.getClass().getName());
            reply.nack();
        }
    }

    private boolean isTaken(PubsubMessage message) throws IOException, InterruptedException {
        ByteString data = message.getData();
        if (data.isEmpty()) {
            feed.count(FeedOutcome.CONTROL);
            return true;
        }
        var described = new Feed.Content(
                content.source(), content.format(), content.recordField(), hints(message), content.limits());
        Receipt receipt = feed.deliver(described, data::newInput, Context.root());
        if (receipt.refused() != null) {
            LOG.warnf(
                    "message not taken to its end, it comes again channel=%s eventId=%s reason=%s",
                    feed.name(), message.getMessageId(), receipt.refused());
            return false;
        }
        return true;
    }

    private static Map<String, String> hints(PubsubMessage message) {
        var hints = new HashMap<String, String>();
        message.getAttributesMap().forEach((name, value) -> {
            if (hints.size() < MOST_ATTRIBUTES && value.length() <= LONGEST_ATTRIBUTE) {
                hints.put(name.toLowerCase(Locale.ROOT), value);
            }
        });
        return hints;
    }
}
