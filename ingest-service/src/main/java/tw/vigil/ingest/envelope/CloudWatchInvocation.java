package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// What a CloudWatch Logs subscription hands to Lambda: a batch, compressed, in base64 in `awslogs.data`.
@ApplicationScoped
class CloudWatchInvocation implements Envelope {
    private static final String DATA = "awslogs.data";

    @Override
    public String name() {
        return "CloudWatch Logs invocation";
    }

    @Override
    public Set<String> fields() {
        return Set.of(DATA);
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        return record.has("awslogs")
                ? Envelopes.one(
                        Content.ofBase64(record.text(DATA)), Origin.UNKNOWN, "base64 of a gzip stream in awslogs.data")
                : null;
    }
}
