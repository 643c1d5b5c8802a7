package tw.vigil.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void budgetIsSpentAndGivenBack() throws InterruptedException {
        var inFlight = new InFlight(10 * 1024);

        int first = inFlight.acquire(7 * 1024, SHORT);
        assertThat(first).isEqualTo(9);
        assertThat(inFlight.exhausted()).isFalse();
        assertThat(inFlight.acquire(1024, SHORT)).isZero();

        inFlight.release(first);
        assertThat(inFlight.acquire(1024, SHORT)).isPositive();
    }

    /// Else a record larger than the budget could never be sent.
    @Test
    void recordLargerThanTheBudgetTakesAllOfIt() throws InterruptedException {
        var inFlight = new InFlight(4 * 1024);

        int taken = inFlight.acquire(1 << 20, SHORT);

        assertThat(taken).isEqualTo(4);
        assertThat(inFlight.exhausted()).isTrue();
    }
}
