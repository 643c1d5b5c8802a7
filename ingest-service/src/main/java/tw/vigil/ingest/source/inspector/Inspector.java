package tw.vigil.ingest.source.inspector;

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

/// Findings of Amazon Inspector (version 2), by EventBridge or as a report in S3. EventBridge writes their times in
/// English, as in `Aug 20, 2026, 10:15:30 AM`.
@ApplicationScoped
public class Inspector implements Source {
    static final String NOT_INSPECTOR = "not_inspector";

    private static final List<String> TIMES = List.of("updatedAt", "lastObservedAt", "firstObservedAt");

    @Override
    public String type() {
        return "aws.inspector";
    }

    @Override
    public String product() {
        return "aws";
    }

    @Override
    public String service() {
        return "inspector";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("findings");
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "findingArn",
                "awsAccountId",
                "type",
                "status",
                "updatedAt",
                "lastObservedAt",
                "firstObservedAt",
                "resources[0].id",
                "resources[0].region");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_INSPECTOR, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String arn = record.text("findingArn");
        if (arn == null || record.text("type") == null || !arn.contains(":inspector2:")) {
            return new Reading.Rejected(
                    NOT_INSPECTOR,
                    "is no finding of Inspector; one has findingArn (arn:aws:inspector2:…), type and updatedAt");
        }
        String field = TIMES.stream().filter(record::has).findFirst().orElse("updatedAt");
        Instant time = time(record, field);
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    field + " is absent or no time; accepted are the forms 2026-08-20T10:15:30.000Z and"
                            + " Aug 20, 2026, 10:15:30 AM");
        }
        String account = record.text("awsAccountId");
        return new Reading.Audit(
                String.join("/", arn, time.toString(), String.valueOf(record.text("status"))),
                time,
                record.text("resources[0].id"),
                account != null ? account : settings.account(),
                record.text("resources[0].region"));
    }

    private static @Nullable Instant time(JsonRecord record, String field) {
        Instant iso = EventTime.utc(record.text(field));
        Instant english = iso != null ? iso : EventTime.english(record.text(field));
        return english != null ? english : EventTime.epochSeconds(record.number(field));
    }
}
