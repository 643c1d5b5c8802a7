package tw.vigil.ingest.quarantine;

import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;
import tw.vigil.ingest.intake.Arrival;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.intake.Intake;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Sends again what lies in quarantine. What ingest rejected goes through the intake once more; an event that the
/// evaluator could not read goes to `vigil.events` as it lay there, under the same identity, which the evaluator does
/// not yet know: it remembers only what it has evaluated.
@ApplicationScoped
public class Replayer {
    /// What came of a record.
    public enum Outcome {
        ACCEPTED,
        /// It was rejected again and lies in quarantine once more, with its new reason.
        QUARANTINED,
        /// It was a message of the delivery about itself.
        CONTROL,
        /// It had been sent again before.
        REPLAYED_BEFORE,
        /// Its bytes were cut, because it was too large.
        CUT,
        /// Its source is not configured here.
        UNKNOWN_SOURCE,
        /// It is no event: a signal between two stages of the evaluator, or a finding.
        NO_EVENT;

        boolean isSent() {
            return switch (this) {
                case ACCEPTED, QUARANTINED, CONTROL -> true;
                case REPLAYED_BEFORE, CUT, UNKNOWN_SOURCE, NO_EVENT -> false;
            };
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String INGEST = "ingest";
    private static final String EVALUATE = "evaluate";
    private static final Pattern PLACE = Pattern.compile("partition (\\d{1,9}) offset (\\d{1,18})");
    private static final Pattern OF_A_BATCH = Pattern.compile("(?:.*, )?record \\d+");

    private final QuarantineReader reader;
    private final Replays replays;
    private final Intake intake;
    private final Republisher republisher;
    private final Sources sources;

    Replayer(QuarantineReader reader, Replays replays, Intake intake, Republisher republisher, Sources sources) {
        this.reader = reader;
        this.replays = replays;
        this.intake = intake;
        this.republisher = republisher;
        this.sources = sources;
    }

    /// Sends one record again and notes it.
    ///
    /// @param by account of who asks for it
    /// @param again whether also one that was sent again before
    public Outcome replay(QuarantinedRecord record, String by, boolean again)
            throws BusyException, KafkaUnavailableException {
        if (!again && replays.of(record.id()) != null) {
            return Outcome.REPLAYED_BEFORE;
        }
        Outcome outcome = send(record);
        if (outcome.isSent()) {
            replays.note(record.id(), new Replays.Note(Instant.now(), by, outcome.label()));
        }
        return outcome;
    }

    private Outcome send(QuarantinedRecord record) throws BusyException, KafkaUnavailableException {
        ConfiguredSource source = sources.find(record.headers().sourceId());
        String stage = record.headers().stage();
        Matcher place = PLACE.matcher(record.headers().position());
        if (!stage.equals(INGEST) && !(stage.equals(EVALUATE) && place.matches())) {
            return Outcome.NO_EVENT;
        }
        if (source == null) {
            return Outcome.UNKNOWN_SOURCE;
        }
        if (stage.equals(EVALUATE)) {
            var partition = new TopicPartition(Topics.EVENTS, Integer.parseInt(place.group(1)));
            ConsumerRecord<String, byte @Nullable []> original = reader.at(partition, Long.parseLong(place.group(2)));
            if (original != null && record.key().equals(original.key())) {
                republisher.publish(original, source);
                return Outcome.ACCEPTED;
            }
        }
        return record.isCut() ? Outcome.CUT : takeIn(record, source);
    }

    private Outcome takeIn(QuarantinedRecord record, ConfiguredSource source)
            throws BusyException, KafkaUnavailableException {
        try (var bytes = new ByteArrayInputStream(asItCame(record))) {
            Receipt receipt = intake.take(
                    source,
                    bytes,
                    Arrival.of(Format.ANY, Context.current())
                            .with(record.headers().hints()));
            if (receipt.quarantined() > 0 || receipt.refused() != null) {
                return Outcome.QUARANTINED;
            }
            return receipt.accepted() > 0 ? Outcome.ACCEPTED : Outcome.CONTROL;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    /// Some logs leave out of a record what its batch says already, so what lay in a batch comes in one again.
    private static byte[] asItCame(QuarantinedRecord record) {
        byte[] bytes = record.bytes();
        boolean batched = bytes.length > 0
                && bytes[0] == '{'
                && OF_A_BATCH.matcher(record.headers().position()).matches();
        if (!batched) {
            return bytes;
        }
        var array = new ByteArrayOutputStream(bytes.length + 2);
        array.write('[');
        array.writeBytes(bytes);
        array.write(']');
        return array.toByteArray();
    }
}
