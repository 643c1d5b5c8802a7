package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// One of the `records` that Firehose delivers over HTTPS or hands to Lambda: base64, perhaps of gzip, in `data`.
@ApplicationScoped
class FirehoseRecord implements Envelope {
    private static final String DATA = "data";
    private static final Set<String> OWN = Set.of(
            DATA, "recordId", "approximateArrivalTimestamp", "kinesisRecordMetadata", "kinesisStreamRecordMetadata");

    @Override
    public String name() {
        return "Firehose record";
    }

    @Override
    public Set<String> fields() {
        return Set.of(DATA);
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        boolean mine = record.text(DATA) != null && OWN.containsAll(record.names());
        return mine ? Envelopes.one(Content.ofBase64(record.text(DATA)), Origin.UNKNOWN, "base64 in data") : null;
    }
}
