package tw.vigil.ingest.source.azure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Sign-ins of people, interactive or not, of service principals and of managed identities.
final class SignInLog implements AzureLog {
    private static final LogSource LOG_SOURCE = new LogSource("azure", "signinlogs", null);
    private static final String CATEGORY = "SignInLogs";

    @Override
    public Set<String> fields() {
        return Set.of(
                "category",
                "time",
                "createdDateTime",
                "properties.createdDateTime",
                "id",
                "properties.id",
                "resultType",
                "status.errorCode",
                "properties.status.errorCode",
                "tenantId",
                "homeTenantId",
                "resourceDisplayName",
                "properties.resourceDisplayName");
    }

    @Override
    public @Nullable Reading read(JsonRecord record) {
        String category = record.text("category");
        boolean ofGraph = record.has("createdDateTime")
                && record.number("status.errorCode") != null
                && (record.has("userId") || record.has("servicePrincipalId"));
        if (!ofGraph && (category == null || !category.endsWith(CATEGORY))) {
            return null;
        }
        var time = Source.time(record.firstText("properties.createdDateTime", "createdDateTime", "time"));
        if (time == null) {
            return AzureMonitor.timeUnreadable("createdDateTime or time");
        }
        return new Reading.Audit(
                id(record),
                time,
                record.firstText("properties.resourceDisplayName", "resourceDisplayName"),
                Names.lower(record.firstText("tenantId", "homeTenantId")),
                null,
                LOG_SOURCE);
    }

    /// A sign-in that waits for a second factor is written again under its id once it is done.
    private static @Nullable String id(JsonRecord record) {
        String id = record.firstText("properties.id", "id");
        String code = record.firstScalar("resultType", "properties.status.errorCode", "status.errorCode");
        return id == null || code == null ? id : id + "/" + code;
    }
}
