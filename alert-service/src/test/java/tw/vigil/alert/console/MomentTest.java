package tw.vigil.alert.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {
    @Test
    void showsTaipeiAndKeepsUtc() {
        var moment = new Moment(Instant.parse("2026-03-02T18:04:05.123Z"));

        assertThat(moment.full()).isEqualTo("2026-03-03 02:04:05");
        assertThat(moment.utc()).isEqualTo("2026-03-02 18:04:05.123 UTC");
    }

    @Test
    void leavesOutTheYearInItsOwnYearOnly() {
        var moment = new Moment(Instant.parse("2026-12-31T15:59:59Z"));

        assertThat(moment.brief(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo("12-31 23:59:59");
        assertThat(moment.brief(Instant.parse("2026-12-31T16:00:00Z"))).isEqualTo("2026-12-31 23:59:59");
    }
}
