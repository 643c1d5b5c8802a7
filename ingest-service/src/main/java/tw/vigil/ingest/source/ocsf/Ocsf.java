package tw.vigil.ingest.source.ocsf;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.EventTime;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Events in the form of the Open Cybersecurity Schema Framework (OCSF), of whatever product.
@ApplicationScoped
public class Ocsf implements Source {
    static final String NOT_OCSF = "not_ocsf";

    private static final List<String> SUBJECTS =
            List.of("resources[0].uid", "resource.uid", "finding_info.uid", "dst_endpoint.uid", "dst_endpoint.ip");

    @Override
    public String type() {
        return "ocsf.event";
    }

    @Override
    public String product() {
        return "ocsf";
    }

    @Override
    public String service() {
        return "event";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("events", "findings");
    }

    @Override
    public Set<String> fields() {
        var fields = new HashSet<>(SUBJECTS);
        fields.addAll(Set.of(
                "class_uid",
                "activity_id",
                "time",
                "time_dt",
                "metadata.uid",
                "metadata.version",
                "cloud.account.uid",
                "cloud.region"));
        return fields;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_OCSF, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.number("class_uid") == null || record.object("metadata") == null) {
            return new Reading.Rejected(
                    NOT_OCSF, "is no OCSF event; one has class_uid (a number), metadata (an object) and time");
        }
        Instant time = time(record);
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "time is no number of milliseconds since 1970, nor time_dt an RFC 3339 time; one of them is required");
        }
        String account = record.text("cloud.account.uid");
        String uid = record.text("metadata.uid");
        return new Reading.Audit(
                uid == null ? null : record.number("class_uid") + "/" + uid,
                time,
                record.firstText(SUBJECTS),
                account != null ? account : settings.account(),
                record.text("cloud.region"));
    }

    private static @Nullable Instant time(JsonRecord record) {
        Instant millis = EventTime.epochMillis(record.number("time"));
        return millis != null ? millis : EventTime.utc(record.text("time_dt"));
    }
}
