package tw.vigil.evaluator.topology;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/// A rule that a correlation refers to matched an event: the value of a record on the repartition topic.
///
/// @param correlationId id of the correlation rule
/// @param matchedRuleId id of the referenced rule
/// @param group group-by fields and their values in the event
/// @param values what the correlation's field holds in the event, for the types that look at one
/// @param newestEvent the newest event time that the match stage has seen of this event's source
/// @param copy the event
record SignalMessage(
        String correlationId,
        String matchedRuleId,
        SortedMap<String, String> group,
        List<String> values,
        Instant newestEvent,
        EventCopy copy) {

    private static final int VERSION = 1;

    SignalMessage {
        values = List.copyOf(values);
    }

    byte[] toBytes() {
        return new FieldWriter(VERSION)
                .text(correlationId)
                .text(matchedRuleId)
                .map(group)
                .texts(values)
                .number(newestEvent.toEpochMilli())
                .bytes(copy.toBytes())
                .toBytes();
    }

    static SignalMessage from(byte[] bytes) {
        var reader = new FieldReader(bytes, VERSION);
        String correlationId = reader.text();
        String matchedRuleId = reader.text();
        SortedMap<String, String> group = reader.map();
        List<String> values = reader.texts();
        Instant newestEvent = Instant.ofEpochMilli(reader.number());
        byte[] copy = reader.optionalBytes();
        if (copy == null) {
            throw new IllegalArgumentException("signal without an event");
        }
        return new SignalMessage(correlationId, matchedRuleId, group, values, newestEvent, EventCopy.from(copy));
    }
}
