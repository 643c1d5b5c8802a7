package tw.vigil.ingest.source.azure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// The activity log of subscriptions, as Event Hub sends it (`time`, `category`) and as the API and the portal export
/// it (`eventTimestamp`, values as objects). One operation writes several records, which differ in status and id.
final class ActivityLog implements AzureLog {
    private static final LogSource LOG_SOURCE = new LogSource("azure", "activitylogs", null);
    private static final Set<String> CATEGORIES = Set.of(
            "Administrative",
            "ServiceHealth",
            "ResourceHealth",
            "Alert",
            "Autoscale",
            "Security",
            "Recommendation",
            "Policy");

    @Override
    public Set<String> fields() {
        return Set.of(
                "category",
                "time",
                "eventTimestamp",
                "eventDataId",
                "properties.eventDataId",
                "resourceId",
                "subscriptionId",
                "tenantId",
                "location");
    }

    @Override
    public @Nullable Reading read(JsonRecord record) {
        String category = record.text("category");
        boolean exported = record.has("eventTimestamp") && record.has("operationName");
        if (!exported && (category == null || !CATEGORIES.contains(category) || !record.has("operationName"))) {
            return null;
        }
        var time = Source.time(record.text(exported ? "eventTimestamp" : "time"));
        if (time == null) {
            return AzureMonitor.timeUnreadable(exported ? "eventTimestamp" : "time");
        }
        String resource = record.text("resourceId");
        String subscription = record.text("subscriptionId");
        String account = subscription != null ? subscription : Names.subscription(resource);
        return new Reading.Audit(
                record.firstText("eventDataId", "properties.eventDataId"),
                time,
                Names.lower(resource),
                Names.lower(account != null ? account : record.text("tenantId")),
                Names.lower(record.text("location")),
                LOG_SOURCE);
    }
}
