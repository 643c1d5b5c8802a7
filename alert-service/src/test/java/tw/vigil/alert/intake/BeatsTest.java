package tw.vigil.alert.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tw.vigil.event.Heartbeat;

class BeatsTest {
    private static final Instant START = Instant.parse("2026-08-20T10:00:00Z");

    private final Beats beats = new Beats();

    @Test
    void aBeatThatNeverComesIsLostWhenFiveHaveOvertakenIt() {
        assertThat(lostBy(0, 1, 3, 4, 5, 6)).isZero();
        assertThat(lostBy(7)).isEqualTo(1);
        assertThat(lostBy(8, 9, 10)).isZero();
    }

    @Test
    void oneThatIsOvertakenIsNotLost() {
        assertThat(lostBy(0, 2, 3, 1, 4, 5, 6, 7, 8, 9)).isZero();
    }

    @Test
    void whatWasBeforeTheFirstIsNotMissed() {
        assertThat(lostBy(100, 101, 102, 103, 104, 105, 106)).isZero();
    }

    @Test
    void aPauseOfTheInstanceIsNoLoss() {
        assertThat(lostBy(0, 1)).isZero();
        for (int minute = 30; minute < 40; minute++) {
            assertThat(beats.take(beat("ingest-0", minute, 30))).isZero();
        }
    }

    @Test
    void instancesBeatForThemselves() {
        for (int minute = 0; minute < 10; minute++) {
            assertThat(beats.take(beat("ingest-" + minute % 2, minute, minute))).isZero();
        }
    }

    @Test
    void aLongGapIsCountedUpToABound() {
        assertThat(lostBy(0)).isZero();
        assertThat(lostBy(1_000)).isEqualTo(60 - 4);
        assertThat(lostBy(1_001, 1_002, 1_003, 1_004, 1_005)).isEqualTo(4);
    }

    private int lostBy(int... minutes) {
        int lost = 0;
        for (int minute : minutes) {
            lost += beats.take(beat("ingest-0", minute, 0));
        }
        return lost;
    }

    private static Heartbeat beat(String instance, int minute, int startMinute) {
        Instant interval = START.plusSeconds(minute * 60L);
        Instant told = interval.plusSeconds(60);
        // in the middle of the minute before its first full interval
        Instant since = START.plusSeconds(startMinute * 60L - 30);
        return new Heartbeat(instance, interval, since, 60, told, told, told);
    }
}
