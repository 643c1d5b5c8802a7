package tw.vigil.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {
    @Test
    void readsWhatInstantsWrite() {
        var random = new Random(11);
        int[] steps = {1, 1_000, 1_000_000, 1_000_000_000};
        for (int i = 0; i < 100_000; i++) {
            int step = steps[i % steps.length];
            long second = random.nextLong(-62_167_219_200L, 253_402_300_800L); // the years 0000 to 9999
            var time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / step * (long) step);

            assertThat(UtcTime.parse(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-08-20T10:15:30Z",
                "2026-08-20T10:15:30.1Z",
                "2026-08-20T10:15:30.12345Z",
                "2026-08-20T10:15:30.123456789Z",
                "2024-02-29T23:59:59Z",
                "2026-08-20T24:00:00Z",
                "2026-06-30T23:59:60Z",
                "2026-08-20T10:15:30+08:00",
                "-0001-08-20T10:15:30Z",
                "+12026-08-20T10:15:30Z",
                "2026-08-20t10:15:30z",
                "2026-08-20T10:15:30.Z"
            })
    void readsWhatInstantReads(String text) {
        assertThat(UtcTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-02-30T10:15:30Z",
                "2026-13-01T10:15:30Z",
                "2026-08-20T25:15:30Z",
                "2026-08-20T10:60:30Z",
                "2026-08-20 10:15:30Z",
                "2026-08-20T10:15:30",
                "2026-08-20T10:15:30.1234567890Z",
                "2026-08-20T10:15:30,5Z",
                "2026-08-2\u0661T10:15:30Z",
                "yesterday"
            })
    void refusesWhatInstantRefuses(String text) {
        assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> UtcTime.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
