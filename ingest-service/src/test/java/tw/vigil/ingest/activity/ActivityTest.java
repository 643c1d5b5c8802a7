package tw.vigil.ingest.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.activity.Activity.Figures;

class ActivityTest {
    private static final Instant MINUTE = Instant.parse("2026-08-20T10:15:00Z");
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Activity activity = new Activity("ingest-0", EVERY, MINUTE);

    @Test
    void onlySourcesThatDeliveredAreTold() {
        activity.delivered(Map.of("a", new Figures(3, 3, 0, MINUTE), "b", new Figures(5, 5, 0, MINUTE)), MINUTE);

        var told = activity.delivered(
                Map.of("a", new Figures(10, 8, 2, MINUTE.plusSeconds(9)), "b", new Figures(5, 5, 0, MINUTE)),
                MINUTE.plusSeconds(60));

        assertThat(told).containsOnlyKeys("a");
        assertThat(told.get("a")).satisfies(event -> {
            assertThat(event.action()).isEqualTo("source.delivered");
            assertThat(event.subject()).isEqualTo("a");
            assertThat(event.count()).isEqualTo(7);
            assertThat(event.details())
                    .containsEntry("accepted", 5L)
                    .containsEntry("quarantined", 2L)
                    .containsEntry("last_event", "2026-08-20T10:15:09Z");
        });
    }

    @Test
    void sameMinuteHasTheSameIdAndNothingElseHas() {
        var figures = Map.of("a", new Figures(1, 1, 0, null));
        String id = Objects.requireNonNull(activity.delivered(figures, MINUTE).get("a"))
                .id();

        assertThat(Objects.requireNonNull(new Activity("ingest-0", EVERY, MINUTE)
                                .delivered(figures, MINUTE)
                                .get("a"))
                        .id())
                .isEqualTo(id);
        assertThat(Objects.requireNonNull(new Activity("ingest-1", EVERY, MINUTE)
                                .delivered(figures, MINUTE)
                                .get("a"))
                        .id())
                .isNotEqualTo(id);
        assertThat(activity.alive(MINUTE).id())
                .isNotEqualTo(id)
                .isEqualTo(activity.alive(MINUTE).id())
                .isNotEqualTo(activity.alive(MINUTE.plusSeconds(60)).id());
    }

    @Test
    void aBeatSaysWhoseItIsAndWhenTheNextIsDue() {
        assertThat(activity.alive(MINUTE).details())
                .isEqualTo(Map.of(
                        "instance",
                        "ingest-0",
                        "interval",
                        MINUTE.toString(),
                        "since",
                        MINUTE.toString(),
                        "every_seconds",
                        60L));
    }

    @Test
    void intervalsBeginAtFullMinutes() {
        assertThat(SourceActivity.next(MINUTE, Duration.ofMinutes(1))).isEqualTo(MINUTE.plusSeconds(60));
        assertThat(SourceActivity.next(MINUTE.plusMillis(1), Duration.ofMinutes(1)))
                .isEqualTo(MINUTE.plusSeconds(60));
    }
}
