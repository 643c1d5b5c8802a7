package tw.vigil.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    @Test
    void sameSeedGivesTheSameBytes() {
        var first = EventStream.seeded(7).limit(200).toList();
        var second = EventStream.seeded(7).limit(200).toList();

        for (int i = 0; i < 200; i++) {
            assertThat(second.get(i).json()).isEqualTo(first.get(i).json());
        }
    }

    @Test
    void eventsAreOfRealisticSizeAndHaveTheirOwnIds() {
        var samples = EventStream.seeded(1).limit(2_000).toList();
        var ids = new HashSet<String>();

        samples.forEach(sample -> ids.add(sample.id()));

        assertThat(ids).hasSize(2_000);
        assertThat(samples.stream()
                        .mapToInt(sample -> sample.json().length)
                        .average()
                        .orElse(0))
                .isBetween(1_000.0, 1_500.0);
        assertThat(samples).anyMatch(sample -> sample.source().equals(Step.KUBERNETES));
    }

    @Test
    void suspiciousShareIsKept() {
        long stops = EventStream.seeded(3)
                .onlyCloudTrail()
                .suspicious(0.1)
                .limit(5_000)
                .filter(sample ->
                        new String(sample.json(), java.nio.charset.StandardCharsets.UTF_8).contains("StopLogging"))
                .count();

        assertThat(stops).isBetween(400L, 600L);
    }
}
