package tw.vigil.sigma.match;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.OptionalLong;

/// Points in time as audit records write them.
final class EpochMillis {

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter();
    /// As milliseconds in the year 1973, as seconds in the year 5138.
    private static final double FIRST_MILLIS = 100_000_000_000d;

    private EpochMillis() {}

    static OptionalLong of(Value value) {
        var number = Numbers.of(value.json());
        if (number != null) {
            double written = number.doubleValue();
            return OptionalLong.of((long) (Math.abs(written) >= FIRST_MILLIS ? written : written * 1000));
        }
        var text = value.text();
        var joined =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        try {
            var parsed = ISO.parseBest(joined, OffsetDateTime::from, LocalDateTime::from);
            var instant = parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
            return OptionalLong.of(instant.toEpochMilli());
        } catch (DateTimeException | ArithmeticException _) {
            return OptionalLong.empty();
        }
    }
}
