package tw.vigil.sigma.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.Cases;
import tw.vigil.sigma.correlate.Thresholds.Operator;
import tw.vigil.sigma.correlate.Thresholds.Threshold;

class EventCountTest {

    private static final Instant START = Instant.parse("2026-08-20T10:00:00Z");
    private static final Instant NO_WATERMARK = Instant.MIN;

    @Test
    void firesWhenTheThresholdIsReachedAndRevisesWhileItHolds() {
        var group = new Group(counting(Operator.GTE, 3));

        group.at(0).at(100).at(300).at(310);

        assertThat(group.told()).containsExactly("1: 0..300 = 3", "2: 0..310 = 4");
    }

    @Test
    void windowsSlideAndAreClosedAtBothEnds() {
        assertThat(new Group(counting(Operator.GTE, 3)).at(0).at(200).at(301).told())
                .isEmpty();
        assertThat(new Group(counting(Operator.GTE, 3))
                        .at(0)
                        .at(200)
                        .at(400)
                        .at(450)
                        .told())
                .containsExactly("1: 200..450 = 3");
    }

    @Test
    void firesAgainAfterTheConditionTurnedFalse() {
        var group = new Group(counting(Operator.GTE, 2));

        group.at(0).at(10).at(400).at(410);

        assertThat(group.told()).containsExactly("1: 0..10 = 2", "1: 400..410 = 2");
    }

    @Test
    void anEventCountOfOneIsOneEpisodePerQuietTime() {
        assertThat(new Group(counting(Operator.GTE, 1)).at(0).at(300).at(601).told())
                .containsExactly("1: 0..0 = 1", "2: 0..300 = 2", "1: 601..601 = 1");
    }

    @Test
    void duplicatesNeverCountTwice() {
        var group = new Group(counting(Operator.GTE, 2));

        group.at(0, "same").at(0, "same").at(5, "same");

        assertThat(group.told()).isEmpty();
        assertThat(group.last().duplicate()).isTrue();
    }

    @Test
    void lateEventsAreReportedAndNotTaken() {
        var group = new Group(counting(Operator.GTE, 2));

        group.watermark = START.plusSeconds(1_000);
        group.at(699);

        assertThat(group.last().late()).isTrue();
        assertThat(group.at(700).last().late()).isFalse();
    }

    @Test
    void aLateEventInTimeCompletesAPastWindow() {
        var group = new Group(counting(Operator.GTE, 3));

        group.at(1_000).at(10).at(20).at(0);

        assertThat(group.told()).containsExactly("1: 0..20 = 3");
    }

    @Test
    void orderInsideAWindowDoesNotChangeTheCount() {
        Cases.check(500, random -> {
            int threshold = random.nextInt(1, 6);
            List<Integer> seconds = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                seconds.add(random.nextInt(900));
            }
            var inOrder = episodes(threshold, seconds.stream().sorted().toList());
            Collections.shuffle(seconds, new Random(random.nextLong()));

            assertThat(episodes(threshold, seconds)).isEqualTo(inOrder);
        });
    }

    /// The state after all events says how many episodes there are and how long each is; a late event may
    /// join two that were told apart, so what counts is the last word on each.
    private static List<String> episodes(int threshold, List<Integer> seconds) {
        var group = new Group(counting(Operator.GTE, threshold));
        for (int i = 0; i < seconds.size(); i++) {
            group.at(
                    seconds.get(i),
                    "at " + seconds.get(i) + " #" + Collections.frequency(seconds.subList(0, i), seconds.get(i)));
        }
        return stored(group).told().stream()
                .map(told -> told.anchor() + " = " + told.count())
                .sorted()
                .toList();
    }

    private static StateCodec.Decoded stored(Group group) {
        return StateCodec.decode(Objects.requireNonNull(group.state), new Intake(spec(counting(Operator.GTE, 1))));
    }

    @Test
    void upperBoundsAreJudgedWhenTheWindowHasClosed() {
        var group = new Group(new Thresholds(List.of(new Threshold(Operator.GT, 1), new Threshold(Operator.LTE, 3))));

        group.at(0).at(1).at(2);
        assertThat(group.told()).isEmpty();
        assertThat(group.last().wakeAt()).isEqualTo(START.plusSeconds(300).plusMillis(1));

        group.advance(300);
        assertThat(group.told()).as("an event at the very end could still come").isEmpty();
        group.advance(301);
        assertThat(group.told()).containsExactly("1: 0..300 = 3");
    }

    @Test
    void fewerThanIsJudgedPerWindowOpenedByAnEvent() {
        var group = new Group(counting(Operator.LT, 2));

        group.at(0).at(10).at(400).advance(2_000);

        assertThat(group.told()).containsExactly("1: 400..700 = 1");
        assertThat(group.state).as("nothing left to wait for").isNull();
    }

    @Test
    void aLongEpisodeNeedsNoMoreStateThanItsThreshold() {
        var group = new Group(counting(Operator.GTE, 5));

        for (int i = 0; i < 5_000; i++) {
            group.at(i / 100);
        }

        assertThat(group.told().getLast()).isEqualTo("4996: 0..49 = 5000");
        assertThat(group.last().episodes().getLast().eventIds()).hasSizeLessThanOrEqualTo(201);
        assertThat(group.state).hasSizeLessThan(4_000);
    }

    @Test
    void aGroupIsForgottenWhenNothingCanJoinItAnyMore() {
        var group = new Group(counting(Operator.GTE, 2)).at(0).at(10);
        var wake = group.last().wakeAt();

        assertThat(wake).isEqualTo(START.plusSeconds(610).plusMillis(1));
        assertThat(group.advance(610).state).isNotNull();
        assertThat(group.advance(611).state).isNull();
    }

    @Test
    void memoryOfOldEventsEndsAndTheEpisodeGoesOn() {
        var group = new Group(counting(Operator.GTE, 3));
        for (int i = 0; i < 200; i++) {
            group.watermark = START.plusSeconds(i * 60L - 60);
            group.at(i * 60);
        }

        assertThat(group.told().getFirst()).isEqualTo("1: 0..120 = 3");
        assertThat(group.told().getLast()).isEqualTo("198: 0..11940 = 200");
        assertThat(stored(group).entries()).hasSizeLessThan(20);
    }

    private static CorrelationSpec spec(Thresholds thresholds) {
        return new CorrelationSpec(
                CorrelationType.EVENT_COUNT, List.of("r"), List.of("r"), Duration.ofMinutes(5), thresholds, 50, null);
    }

    private static Thresholds counting(Operator operator, double value) {
        return new Thresholds(List.of(new Threshold(operator, value)));
    }

    /// One group of a correlation over five minutes, told of events at seconds after the start.
    private static final class Group {
        private final StoredMachine machine;
        private final List<String> told = new ArrayList<>();
        private byte @Nullable [] state;
        private @Nullable StoredStep last;
        private Instant watermark = NO_WATERMARK;
        private int number;

        Group(Thresholds thresholds) {
            this.machine = new StoredMachine(spec(thresholds).machine());
        }

        Group at(int seconds) {
            return at(seconds, "e" + number++);
        }

        Group at(int seconds, String id) {
            return taken(machine.accept(state, new Signal(id, "r", START.plusSeconds(seconds)), watermark));
        }

        Group advance(int seconds) {
            return state == null ? this : taken(machine.advance(state, START.plusSeconds(seconds)));
        }

        private Group taken(StoredStep step) {
            last = step;
            state = step.state();
            for (var episode : step.episodes()) {
                told.add(episode.revision() + ": "
                        + Duration.between(START, episode.windowStart()).toSeconds() + ".."
                        + Duration.between(START, episode.windowEnd()).toSeconds() + " = " + episode.count());
            }
            return this;
        }

        List<String> told() {
            return told;
        }

        StoredStep last() {
            return Objects.requireNonNull(last);
        }
    }
}
