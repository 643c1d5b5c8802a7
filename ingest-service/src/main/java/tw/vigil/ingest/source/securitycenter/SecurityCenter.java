package tw.vigil.ingest.source.securitycenter;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Notifications of Google Security Command Center: a finding and the resource that it is about.
@ApplicationScoped
public class SecurityCenter implements Source {
    static final String NOT_SCC = "not_scc_finding";

    private static final Pattern PROJECT = Pattern.compile("/projects/([^/]+)");

    @Override
    public String type() {
        return "gcp.scc";
    }

    @Override
    public String product() {
        return "gcp";
    }

    @Override
    public String service() {
        return "scc";
    }

    /// What `findings.list` answers.
    @Override
    public Set<String> batchFields() {
        return Set.of("listFindingsResults");
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "finding.name",
                "finding.state",
                "finding.eventTime",
                "finding.resourceName",
                "resource.location",
                "resource.gcpMetadata.project");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_SCC, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String name = record.text("finding.name");
        if (name == null) {
            return new Reading.Rejected(
                    NOT_SCC, "has no finding.name; a notification of Security Command Center has finding and resource");
        }
        Instant time = Source.time(record.text("finding.eventTime"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "finding.eventTime is absent or no RFC 3339 time; accepted is the form 2026-08-20T10:15:30.123Z");
        }
        return new Reading.Audit(
                        // A finding that becomes inactive, or active again, is told again under its name.
                        name + "/" + record.text("finding.state") + "/" + time,
                        time,
                        record.text("finding.resourceName"),
                        project(record),
                        record.text("resource.location"))
                .orAccount(settings.account());
    }

    private static @Nullable String project(JsonRecord record) {
        String resource = record.text("finding.resourceName");
        var matcher = resource == null ? null : PROJECT.matcher(resource);
        if (matcher != null && matcher.find()) {
            return matcher.group(1);
        }
        String full = record.text("resource.gcpMetadata.project");
        return full == null ? null : full.substring(full.lastIndexOf('/') + 1);
    }
}
