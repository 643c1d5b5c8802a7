package tw.vigil.ingest.source.workspace;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Activities of Google Workspace as the Reports API answers them (`items`). Its entries in Cloud Logging come by
/// `gcp.logging`.
@ApplicationScoped
public class WorkspaceActivity implements Source {
    static final String NOT_WORKSPACE = "not_workspace_activity";

    @Override
    public String type() {
        return "google.workspace";
    }

    @Override
    public String product() {
        return "gcp";
    }

    /// Of the application that most activities are of; each names its own.
    @Override
    public String service() {
        return "google_workspace.admin";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("items");
    }

    @Override
    public Set<String> fields() {
        return Set.of("id.time", "id.uniqueQualifier", "id.applicationName", "id.customerId", "events[0].name");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_WORKSPACE, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String application = record.text("id.applicationName");
        if (application == null || record.text("events[0].name") == null) {
            return new Reading.Rejected(
                    NOT_WORKSPACE,
                    "is no activity of the Reports API, which has id.applicationName, id.time and events with names");
        }
        Instant time = Source.time(record.text("id.time"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "id.time is absent or no RFC 3339 time; accepted is the form 2026-08-20T10:15:30.123Z");
        }
        // Unique within the time and application only.
        String qualifier = record.firstScalar("id.uniqueQualifier");
        return new Reading.Audit(
                        qualifier == null ? null : application + "/" + time + "/" + qualifier,
                        time,
                        record.text("events[0].name"),
                        record.text("id.customerId"),
                        null,
                        new LogSource("gcp", "google_workspace." + application, null))
                .orAccount(settings.account());
    }
}
