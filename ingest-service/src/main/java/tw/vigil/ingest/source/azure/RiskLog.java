package tw.vigil.ingest.source.azure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Risk detections of Entra ID Protection and alerts of Privileged Identity Management.
final class RiskLog implements AzureLog {
    private static final LogSource RISK = new LogSource("azure", "riskdetection", null);
    private static final LogSource PIM = new LogSource("azure", "pim", null);
    private static final Set<String> CATEGORIES =
            Set.of("UserRiskEvents", "RiskyUsers", "ServicePrincipalRiskEvents", "RiskyServicePrincipals");

    @Override
    public Set<String> fields() {
        return Set.of(
                "category",
                "time",
                "riskEventType",
                "properties.riskEventType",
                "riskState",
                "properties.riskState",
                "activityDateTime",
                "properties.activityDateTime",
                "detectedDateTime",
                "properties.detectedDateTime",
                "riskLastUpdatedDateTime",
                "properties.riskLastUpdatedDateTime",
                "id",
                "properties.id",
                "tenantId",
                "userId",
                "properties.userId");
    }

    @Override
    public @Nullable Reading read(JsonRecord record) {
        String kind = record.firstText("properties.riskEventType", "riskEventType");
        String category = record.text("category");
        if (kind == null && (category == null || !CATEGORIES.contains(category))) {
            return null;
        }
        var time = Source.time(record.firstText(
                "properties.activityDateTime",
                "activityDateTime",
                "properties.detectedDateTime",
                "detectedDateTime",
                "properties.riskLastUpdatedDateTime",
                "riskLastUpdatedDateTime",
                "time"));
        if (time == null) {
            return AzureMonitor.timeUnreadable("activityDateTime, detectedDateTime or time");
        }
        boolean pim = kind != null && (kind.endsWith("AlertConfiguration") || kind.endsWith("AlertIncident"));
        return new Reading.Audit(
                id(record),
                time,
                record.firstText("properties.userId", "userId"),
                Names.lower(record.text("tenantId")),
                null,
                pim ? PIM : RISK);
    }

    /// A risk that is dismissed or confirmed is written again under its id.
    private static @Nullable String id(JsonRecord record) {
        String id = record.firstText("properties.id", "id");
        String state = record.firstText("properties.riskState", "riskState");
        return id == null || state == null ? id : id + "/" + state;
    }
}
