package tw.vigil.ingest.source.securityhub;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.EventTime;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Findings of Security Hub in the AWS Security Finding Format, from whatever product they come. Each update of a
/// finding is an event.
@ApplicationScoped
public class SecurityHub implements Source {
    static final String NOT_FINDING = "not_security_finding";

    private static final List<String> REQUIRED = List.of("Id", "ProductArn", "AwsAccountId");

    @Override
    public String type() {
        return "aws.securityhub";
    }

    @Override
    public String product() {
        return "aws";
    }

    @Override
    public String service() {
        return "securityhub";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("Findings", "findings");
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "Id",
                "ProductArn",
                "AwsAccountId",
                "UpdatedAt",
                "CreatedAt",
                "Region",
                "Resources[0].Id",
                "Resources[0].Region",
                "Workflow.Status",
                "RecordState");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_FINDING, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        for (String field : REQUIRED) {
            if (record.text(field) == null) {
                return new Reading.Rejected(
                        NOT_FINDING,
                        "has no " + field + " at top level; a finding (ASFF) has Id, ProductArn, AwsAccountId,"
                                + " UpdatedAt");
            }
        }
        String field = record.has("UpdatedAt") ? "UpdatedAt" : "CreatedAt";
        Instant time = EventTime.utc(record.text(field));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE, field + " is absent or no time; accepted is the form 2026-08-20T10:15:30.000Z");
        }
        String region = record.text("Region");
        // UpdatedAt is the finding provider's; who works on a finding in Security Hub changes only its state.
        String state = record.text("Workflow.Status") + "/" + record.text("RecordState");
        return new Reading.Audit(
                record.text("Id") + "/" + time + "/" + state,
                time,
                record.text("Resources[0].Id"),
                record.text("AwsAccountId"),
                region != null ? region : record.text("Resources[0].Region"));
    }
}
