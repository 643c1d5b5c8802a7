package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// The accounting of one task, by source; each change goes through to its store. Not thread-safe: one per
/// processor.
final class Ledger {
    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Row> rows = new HashMap<>();

    /// Written for every event: the key is made once.
    private static final class Row {
        private final Bytes key;
        private LedgerEntry sum = LedgerEntry.EMPTY;

        Row(String name) {
            key = Bytes.wrap(name.getBytes(StandardCharsets.UTF_8));
        }
    }

    Ledger(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (var all = store.all()) {
            all.forEachRemaining(
                    row -> row(new String(row.key.get(), StandardCharsets.UTF_8)).sum = LedgerEntry.from(row.value));
        }
    }

    void add(String source, LedgerEntry change) {
        Row row = row(source);
        row.sum = row.sum.plus(change);
        store.put(row.key, row.sum.toBytes());
    }

    private Row row(String name) {
        return rows.computeIfAbsent(name, Row::new);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Set<String> names() {
        return rows.keySet();
    }

    LedgerEntry of(String name) {
        Row row = rows.get(name);
        return row == null ? LedgerEntry.EMPTY : row.sum;
    }

    /// The newest event time of a source in this task, milliseconds since 1970.
    long newestEvent(String source) {
        return of(source).newestEvent();
    }

    /// The newest reception time of this task, milliseconds since 1970; 0 when it has seen no event.
    long newestReceived() {
        return rows.values().stream()
                .mapToLong(row -> row.sum.newestReceived())
                .max()
                .orElse(0);
    }
}
