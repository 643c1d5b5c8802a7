package tw.vigil.alert.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {
    @Test
    void showsTaipeiAndKeepsUtc() {
        var moment = new Moment(Instant.parse("2026-03-02T18:04:05.123Z"));

        assertThat(moment.full()).isEqualTo("2026-03-03 02:04:05");
        assertThat(moment.brief()).isEqualTo("03-03 02:04:05");
        assertThat(moment.utc()).isEqualTo("2026-03-02 18:04:05.123 UTC");
    }
}
