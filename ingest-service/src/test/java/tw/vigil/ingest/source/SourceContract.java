package tw.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tw.vigil.event.EventHeaders;
import tw.vigil.ingest.envelope.KnownEnvelopes;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.record.Paths;
import tw.vigil.ingest.record.ReadResult;

/// What every source must do. A test class of each implementation extends this and brings its examples.
public interface SourceContract {

    /// A record whose every field that the source reads is there, as it comes alone.
    record Example(String json, Reading.Audit expected) {}

    Source source();

    Example complete();

    /// Objects that are none of its records.
    List<String> strangers();

    /// The complete example without its event time, and with one that is none.
    List<String> withoutTime();

    /// Names of envelopes that this source takes for records, since what lies in them does not say enough.
    default Set<String> recordsWithTheShapeOf() {
        return Set.of();
    }

    @Test
    default void typeNamesProductAndService() {
        assertThat(source().type()).matches("[a-z0-9_]+\\.[a-z0-9_]+");
        assertThat(EventHeaders.TYPE_PREFIX + source().type()).startsWith("tw.vigil.audit.");
        assertThat(source().product()).matches("[a-z0-9_-]+");
        assertThat(source().service()).isNotBlank();
    }

    @Test
    default void completeRecordIsReadInFull() {
        assertThat(read(complete().json(), false)).isEqualTo(complete().expected());
    }

    @Test
    default void recordInABatchIsReadTheSame() {
        assertThat(read(complete().json(), true)).isEqualTo(complete().expected());
    }

    @Test
    default void readingTwiceGivesTheSame() {
        assertThat(read(complete().json(), false)).isEqualTo(read(complete().json(), false));
    }

    @Test
    default void strangerIsRejectedWithADeclaredReason() {
        for (String stranger : strangers()) {
            assertThat(read(stranger, false)).as(stranger).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
                assertThat(source().reasons()).contains(rejected.reason());
                assertThat(rejected.reason()).matches("[a-z][a-z0-9_]*");
                assertThat(rejected.detail()).isNotBlank();
            });
        }
    }

    @Test
    default void recordWithoutReadableTimeIsRejected() {
        for (String json : withoutTime()) {
            assertThat(read(json, false)).as(json).isInstanceOf(Reading.Rejected.class);
        }
    }

    /// Else a rule would be given the envelope and never see what is in it.
    @Test
    default void envelopeIsNoRecord() {
        if (source() instanceof LineSource) {
            return; // lines are asked for only when no envelope knows them
        }
        for (String name : KnownEnvelopes.names()) {
            if (!recordsWithTheShapeOf().contains(name)) {
                String envelope = KnownEnvelopes.around(name, complete().json());
                assertThat(read(envelope, true)).as(name).isInstanceOf(Reading.Rejected.class);
            }
        }
    }

    @Test
    default void timeOfADataLakeIsUtc() {
        String json = complete().json().replaceAll("(\\d{4}-\\d\\d-\\d\\d)T([0-9:.]+)Z", "$1 $2");

        assertThat(read(json, false)).isEqualTo(complete().expected());
    }

    @Test
    default void detailNeverQuotesTheRecord() {
        String secret = "s3cr3t-value";
        String json = complete().json().replaceAll("\"([^\"]*)\"(?=\\s*[,}\\]])", "\"" + secret + "\"");

        Reading reading = read(json, false);

        if (reading instanceof Reading.Rejected(var reason, var detail)) {
            assertThat(reason + detail).doesNotContain(secret);
        }
    }

    default Reading read(String json, boolean batched) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return switch (new JsonRecord.Reader(100).read(bytes, Paths.of(source().fields()))) {
            case ReadResult.Read(var record) ->
                source().read(record, batched, new ConfiguredSource(source().type(), source(), null));
            case ReadResult.Malformed(var reason, var detail) ->
                throw new IllegalArgumentException(reason + ": " + detail);
        };
    }

    static Instant at(String time) {
        return Instant.parse(time);
    }
}
