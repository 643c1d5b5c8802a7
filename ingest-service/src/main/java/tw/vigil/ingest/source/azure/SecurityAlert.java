package tw.vigil.ingest.source.azure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Alerts of Defender and its kin, as Microsoft Graph hands them over (`alerts_v2`).
final class SecurityAlert implements AzureLog {
    private static final LogSource LOG_SOURCE = new LogSource("azure", "securityalerts", null);

    @Override
    public Set<String> fields() {
        return Set.of("createdDateTime", "lastUpdateDateTime", "serviceSource", "title", "severity", "id", "tenantId");
    }

    @Override
    public @Nullable Reading read(JsonRecord record) {
        if (record.text("serviceSource") == null || !record.has("title") || !record.has("severity")) {
            return null;
        }
        var time = Source.time(record.text("createdDateTime"));
        if (time == null) {
            return AzureMonitor.timeUnreadable("createdDateTime");
        }
        String id = record.text("id");
        String updated = record.text("lastUpdateDateTime");
        return new Reading.Audit(
                id == null || updated == null ? id : id + "/" + Source.time(updated),
                time,
                null,
                Names.lower(record.text("tenantId")),
                null,
                LOG_SOURCE);
    }
}
