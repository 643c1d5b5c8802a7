package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// One of the `logEvents` of CloudWatch Logs: the record is the text in `message`.
@ApplicationScoped
class CloudWatchLogEvent implements Envelope {
    private static final Set<String> OWN = Set.of("id", "timestamp", "message", "extractedFields", "ingestionTime");

    @Override
    public String name() {
        return "CloudWatch Logs event";
    }

    @Override
    public Set<String> fields() {
        return Set.of("message");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        boolean mine = record.has("id") && record.has("timestamp") && record.has("message");
        if (!mine || !OWN.containsAll(record.names())) {
            return null;
        }
        String message = record.text("message");
        return Envelopes.one(message == null ? null : Content.ofText(message), Origin.UNKNOWN, "a text in message");
    }
}
