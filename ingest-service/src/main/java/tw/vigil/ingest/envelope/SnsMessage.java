package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// A message of an SNS topic, as HTTPS endpoints and queues get it, or Lambda in `Sns`: the record is the text in
/// `Message`, or the object that a shipper has made of it.
@ApplicationScoped
class SnsMessage implements Envelope {

    @Override
    public String name() {
        return "SNS message";
    }

    @Override
    public Set<String> fields() {
        return Set.of("Type", "TopicArn", "Message", "Timestamp", "Sns.Type", "Sns.Message", "Sns.Timestamp");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        String prefix = record.has("Sns") ? "Sns." : "";
        String type = record.text(prefix + "Type");
        if (type == null || (prefix.isEmpty() && record.text("TopicArn") == null)) {
            return null;
        }
        return switch (type) {
            case "SubscriptionConfirmation", "UnsubscribeConfirmation" -> new Opened.Control("sns_confirmation");
            case "Notification" -> {
                String message = record.text(prefix + "Message");
                yield Envelopes.one(
                        message == null ? record.value(prefix + "Message") : Content.ofText(message),
                        Origin.deliveredAt(record.text(prefix + "Timestamp")),
                        "a text in Message");
            }
            default -> null;
        };
    }
}
