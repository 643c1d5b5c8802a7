package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// A batch of a CloudWatch Logs subscription: `logEvents`, each a [CloudWatchLogEvent].
@ApplicationScoped
class CloudWatchLogs implements Envelope {

    @Override
    public String name() {
        return "CloudWatch Logs batch";
    }

    @Override
    public Set<String> fields() {
        return Set.of("messageType", "owner");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        String type = record.text("messageType");
        if (type == null || !record.has("logGroup") || !record.has("logStream")) {
            return null;
        }
        return type.equals("CONTROL_MESSAGE")
                ? new Opened.Control(ControlText.CLOUDWATCH)
                : Envelopes.one(
                        record.value("logEvents"),
                        new Origin(record.text("owner"), null, null),
                        "an array in logEvents");
    }
}
