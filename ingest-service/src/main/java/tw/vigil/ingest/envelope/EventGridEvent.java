package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// An Azure Event Grid event in the schema of that name: the record is its `data`.
@ApplicationScoped
class EventGridEvent implements Envelope {
    private static final String HANDSHAKE = "Microsoft.EventGrid.SubscriptionValidationEvent";

    @Override
    public String name() {
        return "Event Grid event";
    }

    @Override
    public Set<String> fields() {
        return Set.of("eventType", "eventTime");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        boolean mine = record.text("eventType") != null
                && record.has("eventTime")
                && record.has("subject")
                && (record.has("dataVersion") || record.has("metadataVersion"));
        if (!mine) {
            return null;
        }
        return HANDSHAKE.equals(record.text("eventType"))
                ? new Opened.Control("event_grid_handshake")
                : Envelopes.one(
                        record.object("data"), Origin.deliveredAt(record.text("eventTime")), "an object in data");
    }
}
