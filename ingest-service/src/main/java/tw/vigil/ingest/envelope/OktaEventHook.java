package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// What Okta's event hook delivers: the records are `data.events`.
@ApplicationScoped
class OktaEventHook implements Envelope {
    private static final String EVENTS = "data.events";

    @Override
    public String name() {
        return "Okta event hook";
    }

    @Override
    public Set<String> fields() {
        return Set.of("eventType", "eventTime", EVENTS);
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        return "com.okta.event_hook".equals(record.text("eventType"))
                ? Envelopes.one(
                        record.value(EVENTS), Origin.deliveredAt(record.text("eventTime")), "an array in data.events")
                : null;
    }
}
