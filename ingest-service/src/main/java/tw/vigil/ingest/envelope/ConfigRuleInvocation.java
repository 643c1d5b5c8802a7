package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// What AWS Config hands to a rule of one's own: the notification is the text in `invokingEvent`.
@ApplicationScoped
class ConfigRuleInvocation implements Envelope {
    private static final String EVENT = "invokingEvent";

    @Override
    public String name() {
        return "Config rule invocation";
    }

    @Override
    public Set<String> fields() {
        return Set.of(EVENT, "accountId");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        if (!record.has(EVENT)) {
            return null;
        }
        String event = record.text(EVENT);
        return Envelopes.one(
                event == null ? record.object(EVENT) : Content.ofText(event),
                new Origin(record.text("accountId"), null, null),
                "a text in invokingEvent");
    }
}
