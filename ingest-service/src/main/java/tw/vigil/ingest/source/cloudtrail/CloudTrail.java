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

/// CloudTrail records, from log files (`Records`) or one by one.
@ApplicationScoped
public class CloudTrail implements Source {
    static final String NOT_CLOUDTRAIL = "not_cloudtrail";
    static final String DIGEST = "cloudtrail_digest";

    private static final List<String> REQUIRED_OF_INSIGHT = List.of("eventID", "eventTime", "eventType");
    private static final List<String> REQUIRED = List.of("eventSource", "eventName", "eventTime");

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
                "eventType",
                "eventName",
                "eventSource",
                "awsRegion",
                "recipientAccountId",
                "userIdentity.accountId",
                "resources[0].ARN");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_CLOUDTRAIL, DIGEST, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.has("digestStartTime") && record.has("logFiles")) {
            return new Reading.Rejected(
                    DIGEST,
                    "is a CloudTrail digest file, which vouches for log files and holds no events; send the log files");
        }
        String service = record.text("eventSource");
        if (service != null && service.startsWith("aws:")) {
            return new Reading.Rejected(
                    NOT_CLOUDTRAIL,
                    "eventSource names a notification, as of S3 or SQS; that of CloudTrail is like s3.amazonaws.com");
        }
        // An Insight record names the call that it is about in insightDetails.
        List<String> required = record.has("insightDetails") ? REQUIRED_OF_INSIGHT : REQUIRED;
        for (String field : required) {
            if (record.text(field) == null) {
                return new Reading.Rejected(
                        NOT_CLOUDTRAIL,
                        "has no " + field + " at top level; a CloudTrail record has " + String.join(", ", required));
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
