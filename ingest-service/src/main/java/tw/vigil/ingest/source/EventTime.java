package tw.vigil.ingest.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The forms in which vendors write times. Each method gives null where the text is none of its form.
public final class EventTime {
    private static final DateTimeFormatter ENGLISH =
            DateTimeFormatter.ofPattern("MMM d, uuuu, h:mm:ss a", Locale.ENGLISH);
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final int MOST_DIGITS = 30;

    private EventTime() {}

    /// An RFC 3339 time with any offset, or one that names no zone where the vendor means UTC, as in
    /// `2026-08-20T10:15:30.123` and `2026-08-20 10:15:30`.
    public static @Nullable Instant utc(@Nullable String text) {
        if (text == null || text.length() < 11) {
            return null;
        }
        String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException _) {
            try {
                return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException _) {
                return null;
            }
        }
    }

    /// Milliseconds since 1970, as written.
    public static @Nullable Instant epochMillis(@Nullable String number) {
        return epoch(number, BigDecimal.ONE);
    }

    /// Seconds since 1970, as written, with or without a fraction.
    public static @Nullable Instant epochSeconds(@Nullable String number) {
        return epoch(number, MILLIS);
    }

    /// `Wed, 20 Aug 2026 10:15:30 GMT`.
    public static @Nullable Instant rfc1123(@Nullable String text) {
        try {
            return text == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        } catch (DateTimeException _) {
            return null;
        }
    }

    /// `Aug 20, 2026, 10:15:30 AM`, in UTC.
    public static @Nullable Instant english(@Nullable String text) {
        try {
            return text == null
                    ? null
                    : LocalDateTime.parse(text.replace('\u202f', ' '), ENGLISH).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable Instant epoch(@Nullable String number, BigDecimal millisPerUnit) {
        if (number == null || number.length() > MOST_DIGITS) {
            return null;
        }
        try {
            var nanos = new BigDecimal(number)
                    .multiply(millisPerUnit)
                    .movePointRight(6)
                    .toBigInteger();
            var parts = nanos.divideAndRemainder(NANOS_PER_SECOND);
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        } catch (ArithmeticException | NumberFormatException | DateTimeException _) {
            return null;
        }
    }
}
