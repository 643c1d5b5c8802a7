package tw.vigil.evaluator.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import tw.vigil.sigma.correlate.Episode;

/// The event copies of all groups, by (group, event time, event id): a finding reads the newest of its group from
/// the end, and forgetting is deleting from the start.
final class EventCopies {
    /// Copies of one group before the oldest are dropped; findings carry [Findings#MAX_EVENTS]. The rest is room
    /// for events out of order.
    private static final int MAX_OF_GROUP = 3 * Findings.MAX_EVENTS;

    private static final int KEPT_OF_GROUP = 2 * Findings.MAX_EVENTS;

    private final KeyValueStore<Bytes, byte[]> store;

    EventCopies(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /// Keeps a copy.
    ///
    /// @param known how many copies the group had
    /// @return how many it has
    long add(String group, EventCopy copy, long known) {
        byte[] id = copy.event().id().getBytes(StandardCharsets.UTF_8);
        long time = copy.event().time().toEpochMilli();
        store.put(key(group, time, id), copy.toBytes());
        if (known + 1 <= MAX_OF_GROUP) {
            return known + 1;
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
                EventCopy copy = EventCopy.from(rows.next().value);
                if (ids.contains(copy.event().id())) {
                    newestFirst.add(copy);
                }
            }
        }
        return newestFirst.reversed();
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
