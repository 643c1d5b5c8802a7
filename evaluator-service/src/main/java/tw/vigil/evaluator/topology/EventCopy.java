package tw.vigil.evaluator.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding;

/// What the correlate stage keeps of an event, so that a finding can show it long after the record was read.
///
/// @param event the copy that goes into the finding
/// @param received when ingest-service took it in
/// @param entities normalised names and values
/// @param reasons why the referenced rule matched
/// @param traceParent W3C trace context of the span that evaluated it
record EventCopy(
        Finding.ContributingEvent event,
        Instant received,
        SortedMap<String, String> entities,
        List<Finding.Reason> reasons,
        @Nullable String traceParent) {

    private static final int VERSION = 1;

    byte[] toBytes() {
        var writer = new FieldWriter(VERSION)
                .text(event.id())
                .text(event.type())
                .text(event.source())
                .text(event.sourceId())
                .text(event.time().toString())
                .text(event.topic())
                .number(event.partition())
                .number(event.offset())
                .text(event.rawSha256())
                .text(event.raw())
                .text(received.toString())
                .text(traceParent)
                .map(entities)
                .number(reasons.size());
        for (Finding.Reason reason : reasons) {
            writer.text(reason.selection())
                    .text(reason.field())
                    .text(reason.expected())
                    .text(reason.actual());
        }
        return writer.toBytes();
    }

    static EventCopy from(byte[] bytes) {
        var reader = new FieldReader(bytes, VERSION);
        var event = new Finding.ContributingEvent(
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                Instant.parse(reader.text()),
                reader.text(),
                (int) reader.number(),
                reader.number(),
                reader.text(),
                reader.optionalText());
        Instant received = Instant.parse(reader.text());
        String traceParent = reader.optionalText();
        SortedMap<String, String> entities = reader.map();
        List<Finding.Reason> reasons = new ArrayList<>();
        for (long left = reader.number(); left > 0; left--) {
            reasons.add(new Finding.Reason(reader.text(), reader.text(), reader.text(), reader.optionalText()));
        }
        return new EventCopy(event, received, entities, reasons, traceParent);
    }
}
