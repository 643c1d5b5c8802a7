package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// A message of an SQS queue, as Lambda gets it (`body`) or as the command line shows it (`Body`).
@ApplicationScoped
class SqsMessage implements Envelope {

    @Override
    public String name() {
        return "SQS message";
    }

    @Override
    public Set<String> fields() {
        return Set.of("body", "Body");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        boolean ofLambda = record.has("messageId") && record.has("receiptHandle");
        if (!ofLambda && !(record.has("MessageId") && record.has("ReceiptHandle"))) {
            return null;
        }
        String body = record.text(ofLambda ? "body" : "Body");
        return Envelopes.one(body == null ? null : Content.ofText(body), Origin.UNKNOWN, "a text in the body");
    }
}
