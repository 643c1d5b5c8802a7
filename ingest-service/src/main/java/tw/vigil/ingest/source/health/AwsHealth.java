package tw.vigil.ingest.source.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.EventTime;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Events of AWS Health, by EventBridge: what the provider says of its own outages, changes and abuse reports.
@ApplicationScoped
public class AwsHealth implements Source {
    static final String NOT_HEALTH = "not_aws_health";

    private static final List<String> TIMES = List.of("lastUpdatedTime", "startTime");

    @Override
    public String type() {
        return "aws.health";
    }

    @Override
    public String product() {
        return "aws";
    }

    @Override
    public String service() {
        return "health";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("events");
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "eventArn",
                "eventTypeCode",
                "eventTypeCategory",
                "communicationId",
                "affectedAccount",
                "eventRegion",
                "page",
                "lastUpdatedTime",
                "startTime",
                "affectedEntities[0].entityValue");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_HEALTH, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String arn = record.text("eventArn");
        if (arn == null || record.text("eventTypeCode") == null || record.text("eventTypeCategory") == null) {
            return new Reading.Rejected(
                    NOT_HEALTH,
                    "is no AWS Health event; one has eventArn, eventTypeCode, eventTypeCategory, startTime");
        }
        String field = TIMES.stream().filter(record::has).findFirst().orElse("startTime");
        Instant time = time(record, field);
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    field + " is absent or no time; accepted are the forms Thu, 20 Aug 2026 10:15:30 GMT and"
                            + " 2026-08-20T10:15:30Z");
        }
        String account = record.text("affectedAccount");
        return new Reading.Audit(
                String.join(
                        "/",
                        arn,
                        String.valueOf(account),
                        String.valueOf(record.text("communicationId")),
                        time.toString(),
                        String.valueOf(record.text("page"))),
                time,
                record.text("affectedEntities[0].entityValue"),
                account != null ? account : settings.account(),
                record.text("eventRegion"));
    }

    private static @Nullable Instant time(JsonRecord record, String field) {
        Instant written = EventTime.rfc1123(record.text(field));
        return written != null ? written : EventTime.utc(record.text(field));
    }
}
