package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// One of the `Records` that a Kinesis stream hands to Lambda: base64, perhaps of gzip, in `kinesis.data`.
@ApplicationScoped
class KinesisRecord implements Envelope {
    private static final String DATA = "kinesis.data";

    @Override
    public String name() {
        return "Kinesis record";
    }

    @Override
    public Set<String> fields() {
        return Set.of(DATA, "eventSource", "awsRegion");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        return "aws:kinesis".equals(record.text("eventSource")) && record.has("kinesis")
                ? Envelopes.one(
                        Content.ofBase64(record.text(DATA)),
                        new Origin(null, record.text("awsRegion"), null),
                        "base64 in kinesis.data")
                : null;
    }
}
