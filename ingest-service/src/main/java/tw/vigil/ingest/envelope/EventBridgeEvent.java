package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.Source;

/// An EventBridge event: the record is its `detail`, and of Security Hub each of `detail.findings`.
@ApplicationScoped
class EventBridgeEvent implements Envelope {
    private static final String DETAIL = "detail";
    private static final String FINDINGS = "detail.findings";

    @Override
    public String name() {
        return "EventBridge event";
    }

    @Override
    public Set<String> fields() {
        return Set.of("detail-type", "source", "account", "region", "time", FINDINGS);
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        if (record.text("detail-type") == null || !(record.has("source") || record.has(DETAIL))) {
            return null;
        }
        if ("aws.s3".equals(record.text("source"))) {
            return ObjectNotification.refused();
        }
        byte[] findings = record.value(FINDINGS);
        return Envelopes.one(
                findings != null ? findings : record.object(DETAIL),
                new Origin(record.text("account"), record.text("region"), Source.time(record.text("time"))),
                "an object in detail");
    }
}
