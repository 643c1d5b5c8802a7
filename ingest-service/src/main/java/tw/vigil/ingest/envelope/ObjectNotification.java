package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// The word that an object lies in a bucket, as S3, or CloudTrail by SNS, sends it. Whoever fetches objects needs
/// it; it is no record.
@ApplicationScoped
class ObjectNotification implements Envelope {

    @Override
    public String name() {
        return "S3 notification";
    }

    @Override
    public Set<String> fields() {
        return Set.of("eventSource", "Event", "s3Bucket", "s3ObjectKey");
    }

    @Override
    public @Nullable Opened open(JsonRecord record) {
        if ("s3:TestEvent".equals(record.text("Event"))) {
            return new Opened.Control("s3_test_event");
        }
        boolean ofS3 = record.has("s3") && "aws:s3".equals(record.text("eventSource"));
        boolean ofCloudTrail = record.text("s3Bucket") != null && record.value("s3ObjectKey") != null;
        return ofS3 || ofCloudTrail ? refused() : null;
    }

    static Opened refused() {
        return new Opened.Refused(
                Envelopes.OBJECT_NOTIFICATION,
                "is the notification that an object lies in a bucket, and no record; send the object it names");
    }
}
