package tw.vigil.ingest.source.azure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// The audit log of Entra ID, and that of Intune, which shares its category.
final class DirectoryAuditLog implements AzureLog {
    private static final LogSource ENTRA = new LogSource("azure", "auditlogs", null);
    private static final LogSource INTUNE = new LogSource("azure", "intune", null);

    @Override
    public Set<String> fields() {
        return Set.of(
                "category",
                "time",
                "activityDateTime",
                "properties.activityDateTime",
                "properties.activityDisplayName",
                "properties.AuditEventId",
                "id",
                "properties.id",
                "tenantId",
                "targetResources[0].id",
                "properties.targetResources[0].id");
    }

    @Override
    public @Nullable Reading read(JsonRecord record) {
        boolean ofGraph = record.has("activityDateTime") && record.has("activityDisplayName");
        if (!ofGraph && !"AuditLogs".equals(record.text("category"))) {
            return null;
        }
        var time = Source.time(record.firstText("properties.activityDateTime", "activityDateTime", "time"));
        if (time == null) {
            return AzureMonitor.timeUnreadable("activityDateTime or time");
        }
        String intuneId = record.text("properties.AuditEventId");
        boolean intune = intuneId != null && record.text("properties.activityDisplayName") == null;
        return new Reading.Audit(
                intune ? intuneId : record.firstText("properties.id", "id"),
                time,
                record.firstText("properties.targetResources[0].id", "targetResources[0].id"),
                Names.lower(record.text("tenantId")),
                null,
                intune ? INTUNE : ENTRA);
    }
}
