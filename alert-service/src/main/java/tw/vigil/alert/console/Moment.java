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

    /// Month, day and time, for tables.
    public String brief() {
        return SHORT.format(instant);
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
