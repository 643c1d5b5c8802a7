package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
/// A clock jumps to the newest event time of its source and runs on with the wall clock while nothing arrives, so
/// that windows close with zero traffic. It runs on from where it stands, never up to "now": after an outage, or
/// while a year-old file is read, the backlog is not late merely because it is old.
final class SourceClocks {
    /// The clock of what must happen though no event comes: the wall's, once the input has been read to its end. No
    /// source has this id.
    static final String WALL = "";

    private static final long NEVER = Long.MIN_VALUE;

    private final KeyValueStore<Bytes, byte[]> store;
    private final long grace;
    private final Map<String, Long> readings = new HashMap<>();
    private long lastTick = NEVER;

    /// @param grace allowed lateness, milliseconds
    SourceClocks(KeyValueStore<Bytes, byte[]> store, long grace) {
        this.store = store;
        this.grace = grace;
        try (var deserializer = new LongDeserializer();
                var all = store.all()) {
            all.forEachRemaining(row -> readings.put(
                    new String(row.key.get(), StandardCharsets.UTF_8), deserializer.deserialize("", row.value)));
        }
    }

    void observe(String source, Instant newestEvent) {
        if (source.equals(WALL)) {
            return;
        }
        long time = newestEvent.toEpochMilli();
        Long reading = readings.get(source);
        if (reading == null || time > reading) {
            readings.put(source, time);
            try (var serializer = new LongSerializer()) {
                store.put(Bytes.wrap(source.getBytes(StandardCharsets.UTF_8)), serializer.serialize("", time));
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
        if (running) {
            readings.replaceAll((_, reading) -> reading + passed);
            // an outage has passed, too: what came meanwhile has been read
            readings.put(WALL, now);
        }
    }

    Collection<String> sources() {
        return List.copyOf(readings.keySet());
    }

    /// The newest event time of a source, or what its clock has run on to.
    Instant reading(String source) {
        return Instant.ofEpochMilli(readings.getOrDefault(source, 0L));
    }

    /// Milliseconds since 1970; events older than this less a rule's timespan are late.
    long watermark(String source) {
        Long reading = readings.get(source);
        return reading == null ? Long.MIN_VALUE / 2 : reading - grace;
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
}
