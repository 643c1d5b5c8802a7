package tw.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-08-20T10:15:30Z,2026-08-20T10:15:30Z",
        "2026-08-20T18:15:30+08:00,2026-08-20T10:15:30Z",
        "2026-08-20T10:15:30.123456789Z,2026-08-20T10:15:30.123456789Z",
        "2026-08-20T10:15:30,2026-08-20T10:15:30Z",
        "2026-08-20 10:15:30.000000000,2026-08-20T10:15:30Z"
    })
    void timesWithoutZoneAreUtc(String text, Instant expected) {
        assertThat(EventTime.utc(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-08-20", "2026-13-20T10:15:30Z", "1755684930123"})
    void otherTextsAreNone(String text) {
        assertThat(EventTime.utc(text)).isNull();
    }

    @Test
    void numbersSinceTheEpochAreExact() {
        assertThat(EventTime.epochMillis("1755684930123")).isEqualTo(Instant.parse("2025-08-20T10:15:30.123Z"));
        assertThat(EventTime.epochSeconds("1614641951.442")).isEqualTo(Instant.parse("2021-03-01T23:39:11.442Z"));
        assertThat(EventTime.epochSeconds("1.5E9")).isEqualTo(Instant.ofEpochSecond(1_500_000_000));
        assertThat(EventTime.epochMillis("9".repeat(29))).isNull();
        assertThat(EventTime.epochMillis("1e999999999")).isNull();
        assertThat(EventTime.epochMillis("soon")).isNull();
    }

    @Test
    void wordsOfAwsAreRead() {
        assertThat(EventTime.rfc1123("Thu, 20 Aug 2026 10:15:30 GMT")).isEqualTo(Instant.parse("2026-08-20T10:15:30Z"));
        assertThat(EventTime.english("Aug 20, 2026, 10:15:30 PM")).isEqualTo(Instant.parse("2026-08-20T22:15:30Z"));
        assertThat(EventTime.english("Aug 2, 2026, 1:15:30\u202fAM")).isEqualTo(Instant.parse("2026-08-02T01:15:30Z"));
        assertThat(EventTime.rfc1123("20 August")).isNull();
        assertThat(EventTime.english("20 August")).isNull();
    }
}
