package tw.vigil.sigma.rule;

import com.google.re2j.Pattern;
import java.time.Duration;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// Spans of time as Sigma spells them: a number and a unit.
final class Timespans {

    private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,9})([smhdwMy])");
    private static final long SECONDS_PER_MONTH = 2_629_746;
    private static final int MAX_DAYS = 3_660;

    private Timespans() {}

    /// @param name of the key, for messages
    /// @return zero when there are problems
    static Duration read(Scalar text, String name, Problems problems) {
        var matcher = TIMESPAN.matcher(text.text());
        if (!matcher.matches()) {
            problems.add(
                    text, "'" + text.text() + "' is no " + name + "; write a number and s, m, h or d, for example 5m");
            return Duration.ZERO;
        }
        long seconds = switch (matcher.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            case "d" -> 86_400;
            case "w" -> 7 * 86_400;
            case "M" -> SECONDS_PER_MONTH;
            default -> 12 * SECONDS_PER_MONTH;
        };
        var timespan = Duration.ofSeconds(Long.parseLong(matcher.group(1)) * seconds);
        if (timespan.isZero() || timespan.toDays() > MAX_DAYS) {
            problems.add(text, "a " + name + " is longer than nothing and at most ten years");
            return Duration.ZERO;
        }
        return timespan;
    }
}
