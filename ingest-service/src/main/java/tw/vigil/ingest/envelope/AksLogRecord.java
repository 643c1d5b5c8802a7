package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.Source;

/// A record of Azure's diagnostic settings that holds a line of an AKS control plane as text in `properties.log`.
@ApplicationScoped
class AksLogRecord implements Envelope {
    private static final String LOG = "properties.log";

    @Override
    public String name() {
        return "AKS log record";
    }

    @Override
    public Set<String> fields() {
        return Set.of(LOG, "time");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        String log = record.text(LOG);
        return log != null && record.has("category")
                ? Envelopes.one(
                        Content.ofText(log),
                        new Origin(null, null, Source.time(record.text("time"))),
                        "a text in properties.log")
                : null;
    }
}
