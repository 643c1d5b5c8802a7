package tw.vigil.ingest.source.azure;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.kubernetes.KubernetesAudit;

/// What diagnostic settings send to an Event Hub, and what the activity log's API and Microsoft Graph answer. One hub
/// carries many logs, so each record says itself which one it is of.
@ApplicationScoped
public class AzureMonitor implements Source {
    static final String NOT_AZURE = "not_azure_log";
    static final String SDK_FORM = "azure_sdk_form";

    private static final LogSource KUBERNETES = new LogSource("kubernetes", "audit", null);

    /// The first that knows a record reads it; the last takes every log that none of the others does.
    private final List<AzureLog> logs = List.of(
            new RiskLog(),
            new SignInLog(),
            new DirectoryAuditLog(),
            new SecurityAlert(),
            new ActivityLog(),
            new ResourceLog());

    private final KubernetesAudit kubernetes;
    private final Set<String> fields;
    private final Set<String> reasons;

    public AzureMonitor(KubernetesAudit kubernetes) {
        this.kubernetes = kubernetes;
        var paths = new HashSet<>(kubernetes.fields());
        logs.forEach(log -> paths.addAll(log.fields()));
        fields = Set.copyOf(paths);
        var codes = new HashSet<>(kubernetes.reasons());
        codes.addAll(Set.of(NOT_AZURE, SDK_FORM, TIME_UNREADABLE));
        reasons = Set.copyOf(codes);
    }

    @Override
    public String type() {
        return "azure.monitor";
    }

    @Override
    public String product() {
        return "azure";
    }

    /// Of records that name none; each that is read here does.
    @Override
    public String service() {
        return "activitylogs";
    }

    /// Answers of the APIs list their records in `value`.
    @Override
    public Set<String> batchFields() {
        return Set.of("records", "value");
    }

    @Override
    public Set<String> fields() {
        return fields;
    }

    @Override
    public Set<String> reasons() {
        return reasons;
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        for (AzureLog log : logs) {
            Reading reading = log.read(record);
            if (reading instanceof Reading.Audit audit) {
                return audit.orAccount(settings.account());
            }
            if (reading != null) {
                return reading;
            }
        }
        if (record.has("event_timestamp") && record.has("operation_name")) {
            return new Reading.Rejected(
                    SDK_FORM,
                    "is written in the names of an Azure SDK (event_timestamp), which no rule knows; accepted is what the"
                            + " API answers (eventTimestamp) and what Event Hub sends (time)");
        }
        String version = record.text("apiVersion");
        if (version != null && version.startsWith(KubernetesAudit.GROUP)) { // what an AKS record held
            Reading reading = kubernetes.read(record, false, settings);
            return reading instanceof Reading.Audit audit ? audit.of(KUBERNETES) : reading;
        }
        return new Reading.Rejected(
                NOT_AZURE,
                "is of no log of Azure; accepted are records with category and time (Event Hub), with operationName and"
                        + " eventTimestamp (activity log API), and sign-ins, audits and risks of Microsoft Graph");
    }

    static Reading timeUnreadable(String fields) {
        return new Reading.Rejected(
                TIME_UNREADABLE,
                fields + " is absent or no RFC 3339 time; accepted is the form 2026-08-20T10:15:30.1234567Z");
    }
}
