package tw.vigil.evaluator.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tw.vigil.event.UtcTime;
import tw.vigil.sigma.correlate.Signal;

/// What a rule hears of another that it refers to, a match or an episode: the value of a record on the repartition
/// topic.
///
/// @param correlationId id of the rule that hears it
/// @param group group-by fields and their values
/// @param signal what its machine takes
/// @param partition that it comes from: of `vigil.events`, or, of an episode, of the repartition topic
/// @param newestEvents by the name of its clock, the event time up to which that partition has told of each source that
/// took part
/// @param copies the events behind it: of a match the one that matched
record SignalMessage(
        String correlationId,
        SortedMap<String, String> group,
        Signal signal,
        int partition,
        SortedMap<String, Instant> newestEvents,
        List<EventCopy> copies) {

    private static final int VERSION = 3;

    /// Without the partition.
    private static final int OF_NO_PARTITION = 2;

    /// One event per signal, nothing carried. Read while records of the version before are still on the topic.
    private static final int OF_ONE_EVENT = 1;

    SignalMessage {
        copies = List.copyOf(copies);
    }

    byte[] toBytes() {
        var writer = new FieldWriter(VERSION)
                .text(correlationId)
                .map(group)
                .text(signal.eventId())
                .text(signal.ruleId())
                .text(signal.time().toString())
                .texts(signal.values())
                .number(signal.carried().size());
        signal.carried().forEach((name, values) -> writer.text(name).texts(values));
        writer.number(partition).number(newestEvents.size());
        newestEvents.forEach((source, time) -> writer.text(source).number(time.toEpochMilli()));
        writer.number(copies.size());
        copies.forEach(copy -> writer.bytes(copy.toBytes()));
        return writer.toBytes();
    }

    static SignalMessage from(byte[] bytes) {
        var reader = new FieldReader(bytes, OF_ONE_EVENT, VERSION);
        return reader.version() == OF_ONE_EVENT ? ofOneEvent(reader) : read(reader);
    }

    private static SignalMessage read(FieldReader reader) {
        String correlationId = reader.text();
        SortedMap<String, String> group = reader.map();
        String identity = reader.text();
        String ruleId = reader.text();
        Instant time = UtcTime.parse(reader.text());
        List<String> values = reader.texts();
        Map<String, List<String>> carried = new TreeMap<>();
        for (long left = reader.number(); left > 0; left--) {
            carried.put(reader.text(), reader.texts());
        }
        int partition = reader.version() == OF_NO_PARTITION ? 0 : (int) reader.number();
        SortedMap<String, Instant> newestEvents = new TreeMap<>();
        for (long left = reader.number(); left > 0; left--) {
            newestEvents.put(reader.text(), Instant.ofEpochMilli(reader.number()));
        }
        List<EventCopy> copies = new ArrayList<>();
        for (long left = reader.number(); left > 0; left--) {
            copies.add(copy(reader));
        }
        var signal = new Signal(identity, ruleId, time, values, carried);
        return new SignalMessage(correlationId, group, signal, partition, newestEvents, copies);
    }

    private static SignalMessage ofOneEvent(FieldReader reader) {
        String correlationId = reader.text();
        String ruleId = reader.text();
        SortedMap<String, String> group = reader.map();
        List<String> values = reader.texts();
        Instant newestEvent = Instant.ofEpochMilli(reader.number());
        EventCopy copy = copy(reader);
        var event = copy.event();
        var signal = new Signal(event.id(), ruleId, event.time(), values);
        var newestEvents = new TreeMap<>(Map.of(event.sourceId(), newestEvent));
        return new SignalMessage(correlationId, group, signal, event.partition(), newestEvents, List.of(copy));
    }

    private static EventCopy copy(FieldReader reader) {
        byte[] copy = reader.optionalBytes();
        if (copy == null) {
            throw new IllegalArgumentException("signal without an event");
        }
        return EventCopy.from(copy);
    }
}
