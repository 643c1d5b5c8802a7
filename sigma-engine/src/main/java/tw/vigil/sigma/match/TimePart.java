package tw.vigil.sigma.match;

import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A part of a date field. The written clock fields count, whatever the offset; numbers are epoch seconds (or
/// milliseconds, from the year 1973 on) in UTC; weeks are ISO weeks.
public enum TimePart {
    MINUTE(ChronoField.MINUTE_OF_HOUR),
    HOUR(ChronoField.HOUR_OF_DAY),
    DAY(ChronoField.DAY_OF_MONTH),
    WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
    MONTH(ChronoField.MONTH_OF_YEAR),
    YEAR(ChronoField.YEAR);

    private static final Pattern WRITTEN =
            Pattern.compile("^(\\d{4})-(\\d{2})-(\\d{2})(?:[Tt ](\\d{2}):(\\d{2})(?::\\d{2}|[Zz+-]|$).*)?$");
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private final TemporalField field;

    TimePart(TemporalField field) {
        this.field = field;
    }

    OptionalInt of(Value value) {
        var number = Numbers.of(value.json());
        var time = number == null ? written(value.text()) : epoch(number.doubleValue());
        return time == null ? OptionalInt.empty() : OptionalInt.of(time.get(field));
    }

    private static @Nullable LocalDateTime epoch(double number) {
        double seconds = Math.abs(number) >= FIRST_MILLIS ? number / 1000 : number;
        try {
            return LocalDateTime.ofInstant(Instant.ofEpochSecond((long) Math.floor(seconds)), ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null; // beyond the calendar: not a date
        }
    }

    private @Nullable LocalDateTime written(String text) {
        var matcher = WRITTEN.matcher(text);
        boolean needsClock = this == HOUR || this == MINUTE;
        if (!matcher.find() || (needsClock && matcher.group(4) == null)) {
            return null;
        }
        try {
            return LocalDateTime.of(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4)),
                    matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5)));
        } catch (DateTimeException e) {
            return null; // the 31st of February: not a date
        }
    }
}
