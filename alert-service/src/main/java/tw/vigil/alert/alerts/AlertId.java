package tw.vigil.alert.alerts;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The written form of an alert's number: `A-000123`.
public final class AlertId {
    private static final Pattern FORM = Pattern.compile("A-([0-9]{6,18})");

    private AlertId() {}

    /// The written form of a number.
    public static String of(long number) {
        return String.format(Locale.ROOT, "A-%06d", number);
    }

    /// The number of a written form; empty for anything else.
    public static OptionalLong number(String id) {
        var matcher = FORM.matcher(id);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
