package tw.vigil.rulecli.play;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import tw.vigil.rules.proof.PackException;

/// A moment in the past as people write it.
public final class Moment {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhdw])");

    private Moment() {}

    /// @param text a number with m, h, d or w, or an RFC 3339 time
    /// @throws PackException when it is neither
    public static Instant ago(String text, Instant now) {
        var matcher = AGO.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return now.minus(
                    switch (matcher.group(2)) {
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        case "d" -> Duration.ofDays(amount);
                        default -> Duration.ofDays(7 * amount);
                    });
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new PackException(
                    "'" + text + "' is no moment; write for example 7d, 36h or 2026-11-01T00:00:00Z", e);
        }
    }
}
