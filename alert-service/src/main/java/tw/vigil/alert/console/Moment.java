package tw.vigil.alert.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A time as the console shows it: Taipei in the text, UTC in the title.
public record Moment(Instant instant) {
    private static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    private static final DateTimeFormatter SHORT = formatter("MM-dd HH:mm:ss").withZone(TAIPEI);
    private static final DateTimeFormatter LONG =
            formatter("yyyy-MM-dd HH:mm:ss").withZone(TAIPEI);
    private static final DateTimeFormatter UTC =
            formatter("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /// Month, day and time, for tables; with the year where it is another one: events are delivered late, and a day of
    /// last year looks like one of this.
    public String brief() {
        return brief(Instant.now());
    }

    String brief(Instant now) {
        return year(instant) == year(now) ? SHORT.format(instant) : full();
    }

    private static int year(Instant instant) {
        return instant.atZone(TAIPEI).getYear();
    }

    /// Date and time.
    public String full() {
        return LONG.format(instant);
    }

    /// For the `title` attribute.
    public String utc() {
        return UTC.format(instant);
    }

    /// For the `datetime` attribute.
    public String iso() {
        return instant.toString();
    }
}
