package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.Source;

/// A message of Google Pub/Sub, pushed (with `subscription`) or pulled (with `ackId`): base64 in `message.data`.
@ApplicationScoped
class PubSubMessage implements Envelope {
    private static final String DATA = "message.data";

    @Override
    public String name() {
        return "Pub/Sub message";
    }

    @Override
    public Set<String> fields() {
        return Set.of(DATA, "message.publishTime", "message.publish_time");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        if (record.object("message") == null || !(record.has("subscription") || record.has("ackId"))) {
            return null;
        }
        String published = record.text("message.publishTime");
        return Envelopes.one(
                Content.ofBase64(record.text(DATA)),
                new Origin(
                        null, null, Source.time(published != null ? published : record.text("message.publish_time"))),
                "base64 in message.data");
    }
}
