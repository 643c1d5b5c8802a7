package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class SourceClocksTest {
    private static final Instant NOON = Instant.parse("2026-08-20T12:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long TICK = 4_000;

    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("clocks").get();
    private final TopologySettings settings =
            new TopologySettings("it", GRACE, Duration.ofHours(24), 3, 2, 100, Duration.ofSeconds(1));
    private final SourceClocks clocks = new SourceClocks(store, settings);
    private long wall = 1_000_000;

    @Test
    void slowestPartitionHoldsAClockBack() {
        clocks.observe("aws", 0, NOON.plusSeconds(3600));
        clocks.observe("aws", 1, NOON.plusSeconds(60));
        assertThat(clocks.watermark("aws"))
                .as("nothing is known of partition 2")
                .isEqualTo(NEVER);

        clocks.observe("aws", 2, NOON.plusSeconds(90));

        assertThat(clocks.watermark("aws")).isEqualTo(at(60));
        clocks.observe("aws", 1, NOON);
        assertThat(clocks.watermark("aws")).as("no hand goes back").isEqualTo(at(60));
        assertThat(clocks.slowest(List.of("aws", "unheard of"))).isEqualTo("unheard of");
    }

    @Test
    void silentPartitionFollowsOnceEverythingHasBeenReadForAWhile() {
        clocks.observe("aws", 0, NOON);
        tick(true);
        tick(true);
        tick(true);
        assertThat(clocks.watermark("aws")).isEqualTo(NEVER);

        tick(true);

        assertThat(clocks.watermark("aws"))
                .as("the partition that spoke has run on")
                .isEqualTo(at(0) + 3 * TICK);
        tick(true);
        assertThat(clocks.watermark("aws")).isEqualTo(at(0) + 4 * TICK);
    }

    @Test
    void partitionIsWaitedForWhileInputIsBehind() {
        clocks.observe("aws", 0, NOON.plusSeconds(3600));
        clocks.observe("aws", 1, NOON);
        clocks.observe("aws", 2, NOON.plusSeconds(1));
        for (int i = 0; i < 20; i++) {
            tick(i % 3 == 0);
        }

        // It ran on while all had been read, and that was never long enough to follow.
        assertThat(clocks.watermark("aws")).isBetween(at(0), at(40));
    }

    @Test
    void whatRulesSayHasAClockOfItsOwnPartitions() {
        String chained = SourceClocks.chained("aws");
        clocks.observe("aws", 0, NOON);
        clocks.observe(chained, 0, NOON);
        clocks.observe(chained, 1, NOON.plusSeconds(5));

        assertThat(clocks.watermark(chained)).isEqualTo(at(0));
        assertThat(clocks.watermark("aws")).isEqualTo(NEVER);
        assertThat(SourceClocks.chained(SourceClocks.WALL)).isEqualTo(SourceClocks.WALL);
    }

    @Test
    void restartKnowsWhereEachPartitionWas() {
        clocks.observe("aws", 0, NOON.plusSeconds(9));
        clocks.observe("aws", 1, NOON.plusSeconds(7));
        clocks.observe("aws", 2, NOON.plusSeconds(8));
        // a partition that was added to the topic
        clocks.observe("aws", 5, NOON.plusSeconds(6));

        var restarted = new SourceClocks(store, settings);

        assertThat(restarted.watermark("aws")).isEqualTo(NEVER);
        restarted.observe("aws", 3, NOON.plusSeconds(10));
        restarted.observe("aws", 4, NOON.plusSeconds(10));
        assertThat(restarted.watermark("aws")).isEqualTo(at(6));
    }

    @Test
    void clockOfTheVersionBeforeHoldsForEachPartition() {
        try (var serializer = new LongSerializer()) {
            store.put(
                    Bytes.wrap("aws".getBytes(StandardCharsets.UTF_8)), serializer.serialize("", NOON.toEpochMilli()));
        }

        assertThat(new SourceClocks(store, settings).watermark("aws")).isEqualTo(at(0));
    }

    private void tick(boolean running) {
        clocks.tick(wall, running);
        wall += TICK;
    }

    private static long at(long seconds) {
        return NOON.plusSeconds(seconds).toEpochMilli() - GRACE.toMillis();
    }
}
