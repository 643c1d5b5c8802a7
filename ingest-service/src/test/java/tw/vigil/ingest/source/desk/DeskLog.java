package tw.vigil.ingest.source.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// An invented log, added by the steps of `docs/adding-a-source.md` and by nothing else.
@ApplicationScoped
public class DeskLog implements Source {
    static final String NOT_DESK = "not_desk";

    @Override
    public String type() {
        return "example.desk";
    }

    @Override
    public String product() {
        return "example";
    }

    @Override
    public String service() {
        return "desk";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("entries");
    }

    @Override
    public Set<String> fields() {
        return Set.of("entry", "at", "desk", "ticket");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_DESK, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.text("entry") == null) {
            return new Reading.Rejected(NOT_DESK, "has no entry at top level; accepted are entries of the desk");
        }
        Instant time = Source.time(record.text("at"));
        return time == null
                ? new Reading.Rejected(TIME_UNREADABLE, "at is no RFC 3339 time")
                : new Reading.Audit(record.text("entry"), time, record.text("ticket"), record.text("desk"), null);
    }
}
