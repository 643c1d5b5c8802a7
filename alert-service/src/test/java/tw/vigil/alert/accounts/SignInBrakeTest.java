package tw.vigil.alert.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignInBrakeTest {
    private final TurnableClock clock = new TurnableClock();
    private final SignInBrake brake = new SignInBrake(clock, new Config());

    @Test
    void theFourthAttemptAfterThreeFailuresIsRefusedUntilTheMinuteIsOver() {
        for (int i = 0; i < 3; i++) {
            assertThat(brake.refuses("alice")).isFalse();
            brake.failed("alice");
        }

        assertThat(brake.refuses("alice")).isTrue();
        assertThat(brake.refuses("bob")).isFalse();
        clock.forward(Duration.ofSeconds(59));
        assertThat(brake.refuses("alice")).isTrue();
        clock.forward(Duration.ofSeconds(1));
        assertThat(brake.refuses("alice")).isFalse();
    }

    @Test
    void successForgivesWhatWasBefore() {
        brake.failed("alice");
        brake.failed("alice");
        brake.succeeded("alice");
        brake.failed("alice");

        assertThat(brake.refuses("alice")).isFalse();
    }

    private record Config() implements AccountConfig {
        @Override
        public Optional<Path> dir() {
            return Optional.empty();
        }

        @Override
        public int attemptsPerMinute() {
            return 3;
        }
    }

    private static final class TurnableClock extends Clock {
        private Instant now = Instant.EPOCH;

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return InstantSource.fixed(now).withZone(zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
