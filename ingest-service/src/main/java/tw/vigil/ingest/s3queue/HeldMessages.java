package tw.vigil.ingest.s3queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/// The messages that are worked on. They stay hidden from others however long that takes: an object may be large, and
/// Kafka may be away for an hour.
final class HeldMessages {
    private static final Logger LOG = Logger.getLogger(HeldMessages.class);
    private static final int LARGEST_BATCH = 10;

    private final SqsClient sqs;
    private final String queueUrl;
    private final Duration visibility;
    private final Map<String, String> receiptsById = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    HeldMessages(SqsClient sqs, String queueUrl, Duration visibility) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.visibility = visibility;
    }

    /// A message in hand until it is closed.
    @FunctionalInterface
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    Hold hold(Message message) {
        String id = Integer.toString(ids.incrementAndGet());
        receiptsById.put(id, message.receiptHandle());
        return () -> receiptsById.remove(id);
    }

    /// Runs until it is interrupted.
    void keepHidden() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(visibility.dividedBy(3));
                extend();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void extend() {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        receiptsById.forEach((id, receipt) -> entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(id)
                .receiptHandle(receipt)
                .visibilityTimeout((int) visibility.toSeconds())
                .build()));
        for (int from = 0; from < entries.size(); from += LARGEST_BATCH) {
            var batch = entries.subList(from, Math.min(from + LARGEST_BATCH, entries.size()));
            try {
                var answer = sqs.changeMessageVisibilityBatch(
                        request -> request.queueUrl(queueUrl).entries(batch));
                if (!answer.failed().isEmpty()) {
                    LOG.debugf(
                            "some messages were finished meanwhile messages=%d",
                            answer.failed().size());
                }
            } catch (SdkException e) {
                LOG.warnf("messages may come again while they are worked on cause=%s", e.toString());
            }
        }
    }
}
