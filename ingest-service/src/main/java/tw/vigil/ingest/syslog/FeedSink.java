package tw.vigil.ingest.syslog;

import io.opentelemetry.context.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;
import tw.vigil.ingest.transport.Feed;
import tw.vigil.ingest.transport.FeedOutcome;

/// Hands messages to a feed, as lines. A line break within a message, which only counted messages and datagrams can
/// have, becomes a space: it separates nothing there, and JSON stays JSON.
record FeedSink(Feed feed, Feed.Content content) implements MessageSink {
    private static final Logger LOG = Logger.getLogger(FeedSink.class);

    @Override
    public void take(List<byte[]> messages) throws InterruptedException {
        byte[] lines = lines(messages);
        try {
            feed.deliver(content, () -> new ByteArrayInputStream(lines), Context.root());
        } catch (IOException | RuntimeException e) {
            feed.count(FeedOutcome.FAILED);
            LOG.errorf(
                    "messages not taken channel=%s messages=%d cause=%s",
                    feed.name(), messages.size(), e.getClass().getName());
        }
    }

    @Override
    public void cut() {
        feed.count(FeedOutcome.TOO_LARGE);
    }

    @Override
    public void lost() {
        feed.count(FeedOutcome.UNREADABLE);
    }

    @Override
    public void dropped(long datagrams) {
        feed.count(FeedOutcome.DROPPED, datagrams);
    }

    static byte[] lines(List<byte[]> messages) {
        var lines = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            for (byte b : message) {
                lines.write(b == '\n' || b == '\r' ? ' ' : b);
            }
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
