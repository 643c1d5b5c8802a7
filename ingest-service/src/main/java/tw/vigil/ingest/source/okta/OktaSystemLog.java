package tw.vigil.ingest.source.okta;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Events of the Okta System Log: what the API answers, and what event hooks and the log stream carry.
@ApplicationScoped
public class OktaSystemLog implements Source {
    static final String NOT_OKTA = "not_okta_event";

    @Override
    public String type() {
        return "okta.system";
    }

    @Override
    public String product() {
        return "okta";
    }

    @Override
    public String service() {
        return "okta";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of();
    }

    @Override
    public Set<String> fields() {
        return Set.of("uuid", "published", "eventType", "target[0].alternateId", "target[0].id");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_OKTA, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.text("eventType") == null || !record.has("published")) {
            return new Reading.Rejected(
                    NOT_OKTA, "is no event of the System Log, which has uuid, published, eventType, actor, outcome");
        }
        Instant time = Source.time(record.text("published"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE, "published is no RFC 3339 time; accepted is the form 2026-08-20T10:15:30.159Z");
        }
        String organisation = settings.account();
        return new Reading.Audit(
                record.text("uuid"),
                time,
                record.firstText("target[0].alternateId", "target[0].id"),
                // No event names the organisation that it is of.
                organisation != null ? organisation : settings.id(),
                null);
    }
}
