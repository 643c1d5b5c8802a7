package tw.vigil.ingest.source.cloudtrail;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// CloudTrail records, from log files (`Records`), one by one, or as the `detail` of an EventBridge event.
@ApplicationScoped
public class CloudTrail implements Source {
    static final String NOT_CLOUDTRAIL = "not_cloudtrail";
    static final String DIGEST = "cloudtrail_digest";
    static final String S3_NOTIFICATION = "s3_notification";

    private static final List<String> REQUIRED = List.of("eventName", "eventSource", "eventTime");

    @Override
    public String type() {
        return "aws.cloudtrail";
    }

    @Override
    public String product() {
        return "aws";
    }

    @Override
    public String service() {
        return "cloudtrail";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("Records");
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "eventID",
                "eventTime",
                "eventName",
                "eventSource",
                "awsRegion",
                "recipientAccountId",
                "userIdentity.accountId",
                "resources[0].ARN",
                "detail-type");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_CLOUDTRAIL, DIGEST, S3_NOTIFICATION, TIME_UNREADABLE);
    }

    @Override
    public @Nullable String envelopeField(JsonRecord record) {
        return record.text("detail-type") != null && !record.has("eventName") ? "detail" : null;
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.has("digestStartTime") && record.has("logFiles")) {
            return new Reading.Rejected(
                    DIGEST,
                    "is a CloudTrail digest file, which vouches for log files and holds no events; send the log files");
        }
        if (record.has("s3") && "aws:s3".equals(record.text("eventSource"))) {
            return new Reading.Rejected(
                    S3_NOTIFICATION, "is an S3 event notification, not a CloudTrail record; send the object it names");
        }
        for (String field : REQUIRED) {
            if (record.text(field) == null) {
                return new Reading.Rejected(
                        NOT_CLOUDTRAIL,
                        "has no " + field + " at top level; a CloudTrail record has eventSource, eventName, eventTime");
            }
        }
        Instant time = Source.time(record.text("eventTime"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE, "eventTime is no RFC 3339 time; accepted is the form 2026-08-20T10:15:30Z");
        }
        String recipient = record.text("recipientAccountId");
        return new Reading.Audit(
                record.text("eventID"),
                time,
                record.text("resources[0].ARN"),
                recipient != null ? recipient : account(record, settings),
                record.text("awsRegion"));
    }

    private static @Nullable String account(JsonRecord record, ConfiguredSource settings) {
        String caller = record.text("userIdentity.accountId");
        return caller != null ? caller : settings.account();
    }
}
