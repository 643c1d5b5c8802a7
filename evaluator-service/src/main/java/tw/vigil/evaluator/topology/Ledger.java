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
    private final Map<String, LedgerEntry> entries = new HashMap<>();

    Ledger(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (var all = store.all()) {
            all.forEachRemaining(
                    row -> entries.put(new String(row.key.get(), StandardCharsets.UTF_8), LedgerEntry.from(row.value)));
        }
    }

    void add(String source, LedgerEntry change) {
        LedgerEntry sum = entries.merge(source, change, LedgerEntry::plus);
        store.put(Bytes.wrap(source.getBytes(StandardCharsets.UTF_8)), sum.toBytes());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Set<String> names() {
        return entries.keySet();
    }

    LedgerEntry of(String name) {
        return entries.getOrDefault(name, LedgerEntry.EMPTY);
    }

    /// The newest event time of a source in this task, milliseconds since 1970.
    long newestEvent(String source) {
        return of(source).newestEvent();
    }

    /// The newest reception time of this task, milliseconds since 1970; 0 when it has seen no event.
    long newestReceived() {
        return entries.values().stream()
                .mapToLong(LedgerEntry::newestReceived)
                .max()
                .orElse(0);
    }
}
