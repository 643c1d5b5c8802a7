package tw.vigil.evaluator.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// Which group waits for which watermark, ordered by (source, watermark): looking for due groups reads only those,
/// however many wait.
final class Timers {
    private static final byte[] MARK = {1};

    private final KeyValueStore<Bytes, byte[]> store;

    Timers(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void set(GroupState.Timer timer, String group) {
        store.put(key(timer.source(), timer.at(), group), MARK);
    }

    void clear(GroupState.Timer timer, String group) {
        store.delete(key(timer.source(), timer.at(), group));
    }

    /// @param group waits
    record Due(GroupState.Timer timer, String group) {}

    /// Those whose watermark has come, the longest due first.
    List<Due> due(String source, long watermark, int limit) {
        List<Due> due = new ArrayList<>();
        int start = source.getBytes(StandardCharsets.UTF_8).length + 1;
        try (var rows = store.range(key(source, Long.MIN_VALUE, ""), key(source, watermark + 1, ""))) {
            while (rows.hasNext() && due.size() < limit) {
                var bytes = ByteBuffer.wrap(rows.next().key.get()).position(start);
                long at = bytes.getLong() ^ Long.MIN_VALUE;
                String group = StandardCharsets.UTF_8.decode(bytes).toString();
                due.add(new Due(new GroupState.Timer(source, at), group));
            }
        }
        return due;
    }

    /// Source, 0, time with its sign flipped so that bytes order as times do, group.
    private static Bytes key(String source, long at, String group) {
        byte[] prefix = source.getBytes(StandardCharsets.UTF_8);
        byte[] suffix = group.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 9 + suffix.length)
                .put(prefix)
                .put((byte) 0)
                .putLong(at ^ Long.MIN_VALUE)
                .put(suffix)
                .array());
    }
}
