package tw.vigil.ingest.source.azure;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Every other log of a diagnostic setting: Key Vault, Storage, Kubernetes components and what Azure adds tomorrow.
final class ResourceLog implements AzureLog {
    private static final LogSource LOG_SOURCE = new LogSource("azure", "resourcelogs", null);
    private static final String HUNTING = "AdvancedHunting-";
    /// Services of logs that are of no single resource.
    private static final Map<String, String> SERVICES = Map.of(
            "ProvisioningLogs", "provisioninglogs",
            "MicrosoftGraphActivityLogs", "graphactivitylogs");

    @Override
    public Set<String> fields() {
        return Set.of("category", "time", "resourceId", "tenantId", "location", "properties.log");
    }

    @Override
    public @Nullable Reading read(JsonRecord record) {
        String category = record.text("category");
        boolean known = record.has("operationName") || record.has("resourceId") || record.has("properties");
        // An audit event of AKS lies as a text in its record, which is then an envelope.
        boolean envelope =
                category != null && category.startsWith("kube-audit") && record.text("properties.log") != null;
        if (category == null || !record.has("time") || !known || envelope) {
            return null;
        }
        var time = Source.time(record.text("time"));
        if (time == null) {
            return AzureMonitor.timeUnreadable("time");
        }
        String resource = record.text("resourceId");
        String subscription = Names.subscription(resource);
        return new Reading.Audit(
                null,
                time,
                Names.lower(resource),
                subscription != null ? subscription : Names.lower(record.text("tenantId")),
                Names.lower(record.text("location")),
                logSource(category));
    }

    private static LogSource logSource(String category) {
        String service = category.startsWith(HUNTING) ? "advancedhunting" : SERVICES.get(category);
        return service == null ? LOG_SOURCE : new LogSource("azure", service, null);
    }
}
