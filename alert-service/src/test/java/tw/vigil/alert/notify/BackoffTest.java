package tw.vigil.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RandomGenerator FIXED = RandomGenerator.of("L64X128MixRandom");

    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10));

    @Test
    void waitsDoubleAndKeepAtLeastHalf() {
        for (int attempt = 1; attempt <= 8; attempt++) {
            Duration full = Duration.ofSeconds(2L << (attempt - 1));

            assertThat(backoff.after(attempt, FIXED)).isBetween(full.dividedBy(2), full);
        }
    }

    @Test
    void noWaitIsLongerThanTheLongest() {
        assertThat(backoff.after(1_000_000, FIXED)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
    }
}
