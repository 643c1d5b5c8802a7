package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// A CloudEvents 1.0 event in structured mode: the record is in `data`, or base64 of it in `data_base64`.
@ApplicationScoped
class CloudEvent implements Envelope {
    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";
    private static final String HANDSHAKE = "Microsoft.EventGrid.SubscriptionValidationEvent";

    @Override
    public String name() {
        return "CloudEvent";
    }

    @Override
    public Set<String> fields() {
        return Set.of("specversion", "type", "time", DATA, BASE64);
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        if (record.text("specversion") == null || record.text("type") == null) {
            return null;
        }
        return HANDSHAKE.equals(record.text("type"))
                ? new Opened.Control("event_grid_handshake")
                : Envelopes.one(
                        data(record),
                        Origin.deliveredAt(record.text("time")),
                        "an object, array or text in data, or base64 of one in data_base64");
    }

    private static byte @Nullable [] data(JsonRecord record) {
        String base64 = record.text(BASE64);
        if (base64 != null) {
            return Content.ofBase64(base64);
        }
        String text = record.text(DATA);
        return text == null ? record.value(DATA) : Content.ofText(text);
    }
}
