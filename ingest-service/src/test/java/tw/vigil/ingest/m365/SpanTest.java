package tw.vigil.ingest.m365;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpanTest {
    private static final Instant NOW = Instant.parse("2026-08-20T12:00:00Z");
    private static final Duration OVERLAP = Duration.ofHours(1);

    @Test
    void shortAbsenceIsOneSpan() {
        Span span = Span.after(NOW.minus(Duration.ofHours(3)), NOW);

        assertThat(span).isEqualTo(new Span(NOW.minus(Duration.ofHours(3)), NOW, Duration.ZERO));
        assertThat(span.done(NOW, OVERLAP)).isEqualTo(NOW.minus(OVERLAP));
    }

    @Test
    void longAbsenceIsReadDayByDayUntilNothingIsLeft() {
        Instant done = NOW.minus(Duration.ofDays(6));
        Instant covered = done;
        int spans = 0;
        while (covered.isBefore(NOW)) {
            Span span = Span.after(done, NOW);
            assertThat(span.from()).isBeforeOrEqualTo(covered);
            assertThat(Duration.between(span.from(), span.to())).isLessThanOrEqualTo(Duration.ofDays(1));
            assertThat(span.lost()).isZero();
            covered = span.to();
            done = span.done(NOW, OVERLAP);
            spans++;
        }
        assertThat(spans).isEqualTo(6);
    }

    @Test
    void whatIsOlderThanSevenDaysIsToldAsLost() {
        Span span = Span.after(NOW.minus(Duration.ofDays(9)), NOW);

        assertThat(span.lost()).isGreaterThan(Duration.ofDays(2));
        assertThat(Duration.between(span.from(), NOW)).isLessThan(Duration.ofDays(7));
    }

    @Test
    void neverGoesBackBehindWhatIsDone() {
        Instant done = NOW.minus(Duration.ofMinutes(10));

        assertThat(Span.after(done, NOW).done(NOW, OVERLAP)).isEqualTo(done);
    }
}
