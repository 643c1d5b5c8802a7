package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.WindowStore;

/// The identities of the events that were evaluated, for one to two times the retention.
///
/// An identity is kept under the start of the retention period in which it arrived, so that asking is two point
/// reads (this period, the one before), each behind a Bloom filter, and forgetting is the store dropping a whole
/// segment. Periods follow reception time: a backfill of old events is remembered as long as fresh ones. A key is
/// 16 bytes of a SHA-256: two of 10^12 events collide with a chance below 10^-14.
final class SeenEvents {
    private static final int KEY_BYTES = 16;
    private static final byte[] MARK = {1};

    private final MessageDigest sha256 = Sha256.digest();
    private final WindowStore<Bytes, byte[]> store;
    private final long period;
    private long clock;

    /// @param period the retention in milliseconds; the store must retain twice as long
    /// @param clock the newest reception time so far
    SeenEvents(WindowStore<Bytes, byte[]> store, long period, long clock) {
        this.store = store;
        this.period = period;
        this.clock = clock;
    }

    /// @param key of [#key]
    boolean contains(Bytes key, long received) {
        long start = periodOf(received);
        return store.fetch(key, start) != null || (start >= period && store.fetch(key, start - period) != null);
    }

    /// @param key of [#key]
    void add(Bytes key, long received) {
        store.put(key, MARK, periodOf(received));
    }

    private long periodOf(long received) {
        clock = Math.max(clock, received);
        return clock - Math.floorMod(clock, period);
    }

    /// What an identity is kept under; asked for once per event, as it costs a hash.
    Bytes key(String identity) {
        byte[] hash = sha256.digest(identity.getBytes(StandardCharsets.UTF_8));
        return Bytes.wrap(Arrays.copyOf(hash, KEY_BYTES));
    }
}
