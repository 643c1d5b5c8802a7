package tw.vigil.evaluator.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import tw.vigil.sigma.correlate.Episode;

/// The event copies of all groups, by (group, time of the signal, its id): a finding reads the newest of its group from
/// the end, and forgetting is deleting from the start.
final class EventCopies {
    /// Copies of one group before the oldest are dropped; findings carry [Findings#MAX_EVENTS]. The rest is room
    /// for events out of order.
    private static final int MAX_OF_GROUP = 3 * Findings.MAX_EVENTS;

    private static final int KEPT_OF_GROUP = 2 * Findings.MAX_EVENTS;

    private static final int VERSION = 2;

    private final KeyValueStore<Bytes, byte[]> store;

    /// @param signalId identity of the signal that the event is behind: its own, or that of an episode
    private record Kept(String signalId, EventCopy copy) {
        byte[] toBytes() {
            return new FieldWriter(VERSION).text(signalId).bytes(copy.toBytes()).toBytes();
        }

        /// Before there were episodes as signals a value was the copy alone.
        static Kept from(byte[] bytes) {
            var reader = new FieldReader(bytes, 1, VERSION);
            if (reader.version() < VERSION) {
                EventCopy copy = EventCopy.from(bytes);
                return new Kept(copy.event().id(), copy);
            }
            String signalId = reader.text();
            return new Kept(signalId, EventCopy.from(Objects.requireNonNull(reader.optionalBytes())));
        }
    }

    EventCopies(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /// Keeps the events behind a signal.
    ///
    /// @param known how many copies the group had
    /// @return how many it has
    long add(String group, SignalMessage message, long known) {
        String signalId = message.signal().eventId();
        long time = message.signal().time().toEpochMilli();
        for (EventCopy copy : message.copies()) {
            byte[] id = id(signalId, copy.event().id());
            store.put(key(group, time, id), new Kept(signalId, copy).toBytes());
        }
        long upperBound = known + message.copies().size();
        if (upperBound <= MAX_OF_GROUP) {
            return upperBound;
        }
        List<Bytes> keys = keysUpTo(group, Long.MAX_VALUE);
        int surplus = Math.max(0, keys.size() - KEPT_OF_GROUP);
        keys.subList(0, surplus).forEach(store::delete);
        return keys.size() - (long) surplus;
    }

    /// The newest contributing events of an episode that are still kept, in event-time order.
    List<EventCopy> of(String group, Episode episode) {
        var ids = new HashSet<>(episode.eventIds());
        List<EventCopy> newestFirst = new ArrayList<>();
        try (var rows = store.reverseRange(key(group, Long.MIN_VALUE), key(group, Long.MAX_VALUE))) {
            while (rows.hasNext() && newestFirst.size() < Findings.MAX_EVENTS) {
                Kept kept = Kept.from(rows.next().value);
                if (ids.contains(kept.signalId())) {
                    newestFirst.add(kept.copy());
                }
            }
        }
        // an event can be behind several episodes, and episodes overlap
        return newestFirst.stream()
                .collect(Collectors.toMap(copy -> copy.event().id(), Function.identity(), (first, _) -> first))
                .values()
                .stream()
                .sorted(Comparator.comparing((EventCopy copy) -> copy.event().time())
                        .thenComparing(copy -> copy.event().id()))
                .toList();
    }

    /// Forgets copies of events before `time`.
    ///
    /// @return how many were forgotten
    long removeBefore(String group, Instant time) {
        List<Bytes> keys = keysUpTo(group, time.toEpochMilli());
        keys.forEach(store::delete);
        return keys.size();
    }

    void removeAll(String group) {
        keysUpTo(group, Long.MAX_VALUE).forEach(store::delete);
    }

    private List<Bytes> keysUpTo(String group, long before) {
        List<Bytes> keys = new ArrayList<>();
        try (var rows = store.range(key(group, Long.MIN_VALUE), key(group, before))) {
            rows.forEachRemaining(row -> keys.add(row.key));
        }
        return keys;
    }

    private static byte[] id(String signalId, String eventId) {
        return (signalId.equals(eventId) ? eventId : signalId + '/' + eventId).getBytes(StandardCharsets.UTF_8);
    }

    private static Bytes key(String group, long time) {
        return key(group, time, new byte[0]);
    }

    /// Group, 0, time with its sign flipped so that bytes order as times do, event id. No group holds the byte 0.
    private static Bytes key(String group, long time, byte[] id) {
        byte[] prefix = group.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 9 + id.length)
                .put(prefix)
                .put((byte) 0)
                .putLong(time ^ Long.MIN_VALUE)
                .put(id)
                .array());
    }
}
