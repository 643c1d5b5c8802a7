package tw.vigil.ingest.source.guardduty;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.EventTime;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// GuardDuty findings, as EventBridge and the export to S3 write them. GuardDuty writes a finding again each time
/// that it sees more of it, so each writing is an event: its identity is the finding's and the time of the writing.
@ApplicationScoped
public class GuardDuty implements Source {
    static final String NOT_GUARDDUTY = "not_guardduty";

    private static final List<String> REQUIRED = List.of("id", "type", "arn");
    private static final List<String> SUBJECTS = List.of(
            "resource.instanceDetails.instanceId",
            "resource.eksClusterDetails.arn",
            "resource.ecsClusterDetails.arn",
            "resource.lambdaDetails.functionArn",
            "resource.rdsDbInstanceDetails.dbInstanceArn",
            "resource.s3BucketDetails[0].arn",
            "resource.accessKeyDetails.userName");

    @Override
    public String type() {
        return "aws.guardduty";
    }

    @Override
    public String product() {
        return "aws";
    }

    @Override
    public String service() {
        return "guardduty";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("findings");
    }

    @Override
    public Set<String> fields() {
        var fields = new HashSet<>(SUBJECTS);
        fields.addAll(Set.of("id", "type", "arn", "Id", "Arn", "accountId", "region", "updatedAt", "createdAt"));
        return fields;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_GUARDDUTY, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.text("Arn") != null && record.text("Id") != null) {
            return new Reading.Rejected(
                    NOT_GUARDDUTY,
                    "is a finding as the API writes it (Id, Type, Arn), which no rule would match; send the form of"
                            + " EventBridge or of the export to S3 (id, type, arn)");
        }
        boolean complete = REQUIRED.stream().allMatch(field -> record.text(field) != null)
                && record.has("service")
                && record.has("severity");
        if (!complete) {
            return new Reading.Rejected(
                    NOT_GUARDDUTY, "is no GuardDuty finding; one has id, type, arn, severity, service and updatedAt");
        }
        String field = record.has("updatedAt") ? "updatedAt" : "createdAt";
        Instant time = EventTime.utc(record.text(field));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE, field + " is absent or no time; accepted is the form 2026-08-20T10:15:30.000Z");
        }
        String account = record.text("accountId");
        String subject = record.firstText(SUBJECTS);
        return new Reading.Audit(
                record.text("id") + "/" + time,
                time,
                subject != null ? subject : record.text("arn"),
                account != null ? account : settings.account(),
                record.text("region"));
    }
}
