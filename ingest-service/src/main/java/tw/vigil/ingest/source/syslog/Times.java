package tw.vigil.ingest.source.syslog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The times of syslog lines.
final class Times {
    private static final Pattern NAMES_ZONE = Pattern.compile(".*(?:Z|[+-]\\d\\d:?\\d\\d)");
    private static final Pattern SHORT_OFFSET = Pattern.compile("([+-]\\d\\d)(\\d\\d)$");
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final DateTimeFormatter BSD = new DateTimeFormatterBuilder()
            .appendPattern("MMM d uuuu HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int LEAP_CYCLE = 8;
    private static final int WORDS_WITHOUT_YEAR = 3;

    private Times() {}

    /// When something happened, and how that is known.
    ///
    /// @param origin `event`, `header`, or `received` where the line has no time that can be true
    record Chosen(Instant instant, String origin) {}

    /// The event's own time, else the header's, else when it came in. A header without zone that lies ahead by
    /// more than devices' clocks differ is of another zone than configured, and would carry the clock of all rules
    /// ahead: what came in is later than what happened, so the time of arrival stands for it.
    static Chosen choose(Header header, @Nullable Payload payload, Instant received, int minutesAhead) {
        Instant own = payload == null ? null : payload.time();
        if (own != null) {
            return new Chosen(own, "event");
        }
        Instant time = header.time();
        boolean possible =
                time != null && (header.zoned() || !time.isAfter(received.plus(Duration.ofMinutes(minutesAhead))));
        return time != null && possible ? new Chosen(time, "header") : new Chosen(received, "received");
    }

    static boolean namesZone(String timestamp) {
        return NAMES_ZONE.matcher(timestamp).matches();
    }

    /// ISO 8601, with `T` or a space, with or without zone, also with offsets like `+0800`.
    static @Nullable Instant iso(String timestamp, ZoneId zone) {
        String text = SHORT_OFFSET
                .matcher(timestamp.replace(' ', 'T').replace(',', '.'))
                .replaceFirst("$1:$2");
        try {
            return namesZone(text)
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    /// `Aug  5 10:15:30`, of the year that brings it nearest to `received`, so that a line of 31 December that
    /// comes in on 1 January is of the old year and one of 1 January by a clock that is ahead is of the new.
    /// 29 February is of a leap year.
    static @Nullable Instant bsd(String timestamp, ZoneId zone, Instant received) {
        String[] words = BLANKS.split(timestamp);
        if (words.length > WORDS_WITHOUT_YEAR) {
            return parse(String.join(" ", words), zone);
        }
        int now = Year.from(received.atZone(zone)).getValue();
        Instant nearest = null;
        for (int year = now + 1; year >= now - LEAP_CYCLE; year--) {
            Instant candidate = parse(words[0] + " " + words[1] + " " + year + " " + words[2], zone);
            if (candidate != null && (nearest == null || nearer(candidate, nearest, received))) {
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static boolean nearer(Instant one, Instant other, Instant to) {
        return Duration.between(one, to)
                        .abs()
                        .compareTo(Duration.between(other, to).abs())
                < 0;
    }

    private static @Nullable Instant parse(String text, ZoneId zone) {
        try {
            return LocalDateTime.parse(text, BSD).atZone(zone).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
