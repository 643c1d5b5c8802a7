package tw.vigil.ingest.source.vigil;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Own events ([OwnEvent]). This service writes its own without a way round; a token file for this source lets
/// another service of Vigil send its.
@ApplicationScoped
public class VigilAudit implements Source {
    static final String NOT_VIGIL_AUDIT = "not_vigil_audit";

    private static final Set<String> MANDATORY = Set.of("id", "action", "actor", "component", "outcome");

    @Override
    public String type() {
        return OwnEvent.SOURCE;
    }

    @Override
    public String product() {
        return OwnEvent.PRODUCT;
    }

    @Override
    public String service() {
        return OwnEvent.SERVICE;
    }

    @Override
    public Set<String> batchFields() {
        return Set.of();
    }

    @Override
    public Set<String> fields() {
        return Set.of("id", "action", "actor", "component", "outcome", "time", "subject");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_VIGIL_AUDIT, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        for (String field : MANDATORY) {
            if (record.text(field) == null) {
                return new Reading.Rejected(
                        NOT_VIGIL_AUDIT,
                        "has no text in " + field + " at top level; accepted is own-event.schema.json");
            }
        }
        Instant time = Source.time(record.text("time"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "time is absent or no RFC 3339 time; accepted is the form 2026-08-20T10:15:30.123Z");
        }
        return new Reading.Audit(record.text("id"), time, record.text("subject"), record.text("component"), null);
    }
}
