package tw.vigil.ingest.source.m365;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Records of the Office 365 Management Activity API: what the content behind a notice holds.
@ApplicationScoped
public class UnifiedAudit implements Source {
    static final String NOT_M365 = "not_m365_audit";
    static final String NOTICE = "m365_notice";
    static final String EXPORT = "m365_export";

    private static final LogSource ALERTS = new LogSource("m365", "threat_management", null);
    private static final Pattern WITHOUT_ZONE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?");

    @Override
    public String type() {
        return "m365.audit";
    }

    @Override
    public String product() {
        return "m365";
    }

    @Override
    public String service() {
        return "audit";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of();
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "CreationTime",
                "Id",
                "Operation",
                "Workload",
                "OrganizationId",
                "ObjectId",
                "contentUri",
                "validationCode");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_M365, NOTICE, EXPORT, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.text("validationCode") != null && record.names().size() == 1) {
            return new Reading.Control("m365_validation");
        }
        if (record.text("contentUri") != null) {
            return new Reading.Rejected(
                    NOTICE, "is the notice that content is ready, and no record; send what its contentUri answers");
        }
        if (record.has("AuditData")) {
            return new Reading.Rejected(
                    EXPORT,
                    "is a line of a search export, with the record in AuditData; send it with record-field=AuditData");
        }
        if (record.text("Operation") == null || !(record.has("Workload") || record.has("RecordType"))) {
            return new Reading.Rejected(
                    NOT_M365,
                    "is no record of the unified audit log, which has CreationTime, Id, Operation, Workload, RecordType");
        }
        Instant time = time(record.text("CreationTime"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "CreationTime is absent or no time; accepted is the form 2026-08-20T10:15:30, which is UTC");
        }
        String organisation = record.text("OrganizationId");
        return new Reading.Audit(
                        record.text("Id"),
                        time,
                        record.text("ObjectId"),
                        organisation == null ? null : organisation.toLowerCase(Locale.ROOT),
                        null,
                        "SecurityComplianceCenter".equals(record.text("Workload")) ? ALERTS : null)
                .orAccount(settings.account());
    }

    /// Without a zone it is UTC.
    private static @Nullable Instant time(@Nullable String text) {
        return Source.time(text != null && WITHOUT_ZONE.matcher(text).matches() ? text + "Z" : text);
    }
}
