package tw.vigil.ingest.envelope;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// The envelopes that this service opens.
@ApplicationScoped
public class Envelopes {
    /// An envelope without a record in it.
    public static final String EMPTY = "empty_envelope";
    /// The word of a bucket that an object is there: the records are in the object.
    public static final String OBJECT_NOTIFICATION = "s3_notification";
    /// More envelopes in each other than [#DEEPEST].
    public static final String TOO_NESTED = "too_many_envelopes";
    /// What lies in an envelope unzips to more than is allowed.
    public static final String TOO_LARGE = "envelope_too_large";

    public static final String HOLDS_NONE = "the envelope holds no record; accepted is ";

    /// Every reason for quarantine that has to do with envelopes.
    public static final Set<String> REASONS = Set.of(EMPTY, OBJECT_NOTIFICATION, TOO_NESTED, TOO_LARGE);

    /// How many envelopes may lie in each other. The deepest that clouds build by themselves is four: a Firehose
    /// record, a CloudWatch Logs batch in it, an SNS message logged there, an S3 notification in that.
    public static final int DEEPEST = 5;

    /// Top-level fields whose array holds envelopes or records, whatever the source: CloudTrail files and what
    /// Lambda is handed (`Records`), Event Hub and Firehose (`records`), Pub/Sub pull, SQS receive-message.
    public static final Set<String> BATCH_FIELDS = Set.of("Records", "records", "receivedMessages", "Messages");

    private final List<Envelope> all;
    private final Set<String> fields;

    /// An envelope and what was found in it.
    public record Opening(Envelope envelope, Opened opened) {}

    @Inject
    Envelopes(@Any Instance<Envelope> envelopes) {
        this(envelopes.stream().toList());
    }

    public Envelopes(List<Envelope> envelopes) {
        all = envelopes.stream().sorted(Comparator.comparing(Envelope::name)).toList();
        var paths = new HashSet<String>();
        all.forEach(envelope -> paths.addAll(envelope.fields()));
        fields = Set.copyOf(paths);
    }

    List<Envelope> all() {
        return all;
    }

    /// Paths that some envelope looks at.
    public Set<String> fields() {
        return fields;
    }

    /// Opens the object, or gives null when it has the shape of no envelope.
    public @Nullable Opening open(JsonRecord record) {
        for (Envelope envelope : all) {
            Opened opened = envelope.open(record);
            if (opened != null) {
                return new Opening(envelope, opened);
            }
        }
        return null;
    }

    /// What lies in a field of the outermost object: an object, an array, or text.
    ///
    /// @param accepted what may lie there, for the case that nothing does
    public static Opened held(JsonRecord record, String field, String accepted) {
        String text = record.text(field);
        return one(text == null ? record.value(field) : Content.ofText(text), Origin.UNKNOWN, accepted);
    }

    static Opened one(byte @Nullable [] content, Origin origin, String accepted) {
        return content == null
                ? new Opened.Refused(EMPTY, HOLDS_NONE + accepted)
                : new Opened.Contents(content, origin);
    }
}
