package tw.vigil.ingest.source.cloudlogging;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Entries of Google Cloud Logging: Cloud Audit Logs, those of Google Workspace that are routed there, and other logs
/// that a sink carries beside them.
@ApplicationScoped
public class CloudLogging implements Source {
    static final String NOT_LOG_ENTRY = "not_gcp_log_entry";
    static final String BIGQUERY_FORM = "gcp_bigquery_form";

    private static final String PRODUCT = "gcp";
    private static final String AUDIT_LOG = "cloudaudit.googleapis.com";
    private static final Pattern OWNER = Pattern.compile("^(?:projects|folders|organizations|billingAccounts)/([^/]+)");
    private static final Pattern ZONE = Pattern.compile("^(.+-.+)-[a-z]$");
    /// Workspace by the service that its audit entries name.
    private static final Map<String, LogSource> WORKSPACE = Map.of(
            "admin.googleapis.com", new LogSource(PRODUCT, "google_workspace.admin", null),
            "login.googleapis.com", new LogSource(PRODUCT, "google_workspace.login", null),
            "oauth2.googleapis.com", new LogSource(PRODUCT, "google_workspace.token", null));

    @Override
    public String type() {
        return "gcp.logging";
    }

    @Override
    public String product() {
        return PRODUCT;
    }

    @Override
    public String service() {
        return "gcp.audit";
    }

    /// What `entries.list` answers.
    @Override
    public Set<String> batchFields() {
        return Set.of("entries");
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "insertId",
                "logName",
                "timestamp",
                "receiveTimestamp",
                "protoPayload.@type",
                "protoPayload.serviceName",
                "protoPayload.resourceName",
                "resource.labels.project_id",
                "resource.labels.location",
                "resource.labels.region",
                "resource.labels.zone");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_LOG_ENTRY, BIGQUERY_FORM, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.has("protopayload_auditlog")) {
            return new Reading.Rejected(
                    BIGQUERY_FORM,
                    "is a row of a BigQuery export, whose names no rule knows; accepted is the LogEntry as Pub/Sub or a"
                            + " bucket gets it");
        }
        String payloadType = record.text("protoPayload.@type");
        boolean audit = payloadType != null && payloadType.endsWith(".AuditLog");
        String logName = record.text("logName");
        if (logName == null && !audit) {
            return new Reading.Rejected(
                    NOT_LOG_ENTRY,
                    "has no logName at top level; a LogEntry has logName, timestamp, resource and a payload");
        }
        Instant time = Source.time(record.firstText("timestamp", "receiveTimestamp"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "timestamp is absent or no RFC 3339 time; accepted is the form 2026-08-20T10:15:30.123456789Z");
        }
        String insertId = record.text("insertId");
        return new Reading.Audit(
                        insertId == null || logName == null ? null : insertId + "/" + logName + "/" + time,
                        time,
                        record.text("protoPayload.resourceName"),
                        account(record, logName),
                        region(record),
                        logSource(record, audit, logName))
                .orAccount(settings.account());
    }

    private static @Nullable String account(JsonRecord record, @Nullable String logName) {
        String project = record.text("resource.labels.project_id");
        if (project != null || logName == null) {
            return project;
        }
        var matcher = OWNER.matcher(logName);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static @Nullable String region(JsonRecord record) {
        String place = record.firstText("resource.labels.region", "resource.labels.location", "resource.labels.zone");
        var matcher = place == null ? null : ZONE.matcher(place);
        return matcher != null && matcher.matches() ? matcher.group(1) : place;
    }

    /// Null for Cloud Audit Logs; others are called by their log.
    private static @Nullable LogSource logSource(JsonRecord record, boolean audit, @Nullable String logName) {
        if (audit || logName == null || logName.contains(AUDIT_LOG)) {
            String service = record.text("protoPayload.serviceName");
            return service == null ? null : WORKSPACE.get(service);
        }
        String log = logName.substring(logName.lastIndexOf('/') + 1);
        return new LogSource(PRODUCT, log.contains("%") ? decoded(log) : log, null);
    }

    private static String decoded(String log) {
        try {
            return URLDecoder.decode(log, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return log;
        }
    }
}
