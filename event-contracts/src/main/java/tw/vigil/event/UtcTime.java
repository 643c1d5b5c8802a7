package tw.vigil.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/// Times as RFC 3339 in UTC: what [Instant#parse] reads, several times sooner in the form that [Instant#toString]
/// writes. Each record on `vigil.events` carries two or three of them.
public final class UtcTime {
    private static final int SECONDS_END = 19;
    private static final int MAX_FRACTION = 9;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final String FORM = "0000-00-00T00:00:00";

    private UtcTime() {}

    /// @throws DateTimeException when the text is no such time
    public static Instant parse(String text) {
        return isPlain(text) ? plain(text) : Instant.parse(text);
    }

    /// `2026-08-20T10:15:30Z` with up to nine digits of a fraction.
    private static boolean isPlain(String text) {
        int end = text.length() - 1;
        if (end < SECONDS_END || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < SECONDS_END; i++) {
            char form = FORM.charAt(i);
            char c = text.charAt(i);
            if (form == '0' ? !isDigit(c) : c != form) {
                return false;
            }
        }
        if (end == SECONDS_END) {
            return true;
        }
        int digits = end - SECONDS_END - 1;
        if (text.charAt(SECONDS_END) != '.' || digits < 1 || digits > MAX_FRACTION) {
            return false;
        }
        for (int i = SECONDS_END + 1; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static Instant plain(String text) {
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        if (hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text); // end of day and leap seconds have rules of their own
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int nanos = 0;
        int end = text.length() - 1;
        if (end > SECONDS_END) {
            nanos = number(text, SECONDS_END + 1, end);
            for (int digits = end - SECONDS_END - 1; digits < MAX_FRACTION; digits++) {
                nanos *= 10;
            }
        }
        return Instant.ofEpochSecond(day * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second, nanos);
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
