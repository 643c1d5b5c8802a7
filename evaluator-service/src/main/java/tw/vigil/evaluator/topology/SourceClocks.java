package tw.vigil.evaluator.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// The event-time clock of each source, as the correlate stage of one task sees it.
///
/// What a group hears comes from several partitions, which are read side by side and not in step: after an outage
/// one may be an hour of event time ahead of another. So a clock has a hand for each partition, jumps to the newest
/// event time of that partition, and shows what the slowest hand does. A partition that has said nothing yet holds
/// it back.
///
/// While everything that came has been read, the hands run on with the wall clock, so that windows close with zero
/// traffic, and a partition that has nothing to say follows the others. A clock runs on from where it stands, never
/// up to "now": after an outage, or while a year-old file is read, the backlog is not late merely because it is old.
final class SourceClocks {
    /// The clock of what must happen though no event comes: the wall's, once the input has been read to its end. No
    /// source has this id.
    static final String WALL = "";

    /// How long everything must have been read, and a partition silent, before its hand follows the others: longer
    /// than the measurement of what waits may be out of date.
    static final long SETTLED_MILLIS = 10_000;

    private static final long NEVER = Long.MIN_VALUE;

    /// Before the id of a source: the clock of what rules say of it, whose hands are those of the partitions in which
    /// they say it. No source id begins with it.
    private static final char CHAINED = '\u0001';

    /// One clock. The arrays are by partition.
    private static final class Hands {
        private long[] readings;
        private long[] silent;

        Hands(int partitions) {
            readings = new long[partitions];
            silent = new long[partitions];
            Arrays.fill(readings, NEVER);
        }

        /// Partitions may be added to a topic.
        void reach(int partition) {
            int had = readings.length;
            if (partition >= had) {
                readings = Arrays.copyOf(readings, partition + 1);
                silent = Arrays.copyOf(silent, partition + 1);
                Arrays.fill(readings, had, readings.length, NEVER);
            }
        }

        long slowest() {
            return Arrays.stream(readings).min().orElse(NEVER);
        }

        void runOn(long passed, boolean settled) {
            long newest = Arrays.stream(readings).max().orElse(NEVER);
            for (int i = 0; i < readings.length; i++) {
                silent[i] += passed;
                if (settled && silent[i] >= SETTLED_MILLIS) {
                    readings[i] = newest;
                }
                if (readings[i] != NEVER) {
                    readings[i] += passed;
                }
            }
        }
    }

    private final KeyValueStore<Bytes, byte[]> store;
    private final TopologySettings settings;
    private final Map<String, Hands> clocks = new HashMap<>();
    private long wall = NEVER;
    private long lastTick = NEVER;
    private long calm;

    SourceClocks(KeyValueStore<Bytes, byte[]> store, TopologySettings settings) {
        this.store = store;
        this.settings = settings;
        try (var deserializer = new LongDeserializer();
                var all = store.all()) {
            all.forEachRemaining(row -> restore(row.key.get(), deserializer.deserialize("", row.value)));
        }
    }

    /// The name under which what rules say of a source is told to the rules that refer to them.
    static String chained(String source) {
        return source.equals(WALL) ? WALL : CHAINED + source;
    }

    /// @param partition which the news came from: of the events, or of what rules say
    void observe(String source, int partition, Instant newestEvent) {
        if (source.equals(WALL)) {
            return;
        }
        Hands hands = hands(source);
        hands.reach(partition);
        hands.silent[partition] = 0;
        long time = newestEvent.toEpochMilli();
        if (time > hands.readings[partition]) {
            hands.readings[partition] = time;
            try (var serializer = new LongSerializer()) {
                store.put(key(source, partition), serializer.serialize("", time));
            }
        }
    }

    /// Lets the clocks run on. The first tick only says what time it is: what lies before it is an outage, or a
    /// move of the partition, and no clock may jump over that.
    ///
    /// @param running false while the input is behind: then the time that passes says nothing of the events to come
    void tick(long now, boolean running) {
        long passed = lastTick == NEVER ? 0 : Math.max(0, now - lastTick);
        lastTick = now;
        if (!running) {
            calm = 0;
            return;
        }
        calm += passed;
        clocks.values().forEach(hands -> hands.runOn(passed, calm >= SETTLED_MILLIS));
        // an outage has passed, too: what came meanwhile has been read
        wall = now;
    }

    Collection<String> sources() {
        var all = new ArrayList<>(clocks.keySet());
        if (wall != NEVER) {
            all.add(WALL);
        }
        return List.copyOf(all);
    }

    /// Up to where all partitions have told of a source, or what its clock has run on to; 1970 before that.
    Instant reading(String source) {
        long reading = millis(source);
        return Instant.ofEpochMilli(reading == NEVER ? 0 : reading);
    }

    /// Milliseconds since 1970; events older than this less a rule's timespan are late.
    long watermark(String source) {
        long reading = millis(source);
        return reading == NEVER
                ? Long.MIN_VALUE / 2
                : reading - settings.grace().toMillis();
    }

    /// The source with the lowest watermark.
    String slowest(List<String> sources) {
        String slowest = sources.getFirst();
        for (String source : sources) {
            if (watermark(source) < watermark(slowest)) {
                slowest = source;
            }
        }
        return slowest;
    }

    private long millis(String source) {
        if (source.equals(WALL)) {
            return wall;
        }
        Hands hands = clocks.get(source);
        return hands == null ? NEVER : hands.slowest();
    }

    private Hands hands(String source) {
        return clocks.computeIfAbsent(
                source,
                _ -> new Hands(source.charAt(0) == CHAINED ? settings.signalPartitions() : settings.eventPartitions()));
    }

    /// What was written before clocks had hands holds for each of them.
    private void restore(byte[] key, long reading) {
        int end = 0;
        while (end < key.length && key[end] != 0) {
            end++;
        }
        String source = new String(key, 0, end, StandardCharsets.UTF_8);
        if (source.isEmpty()) {
            return;
        }
        Hands hands = hands(source);
        if (end == key.length) {
            Arrays.setAll(hands.readings, i -> Math.max(hands.readings[i], reading));
        } else {
            int partition = ByteBuffer.wrap(key).getInt(end + 1);
            hands.reach(partition);
            hands.readings[partition] = Math.max(hands.readings[partition], reading);
        }
    }

    /// Source, 0, partition.
    private static Bytes key(String source, int partition) {
        byte[] id = source.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(id.length + 1 + Integer.BYTES)
                .put(id)
                .put((byte) 0)
                .putInt(partition)
                .array());
    }
}
