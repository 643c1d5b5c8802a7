package tw.vigil.ingest.source.azure;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Azure writes the same name in upper, mixed or lower case, depending on the way that a record took.
final class Names {
    private static final Pattern SUBSCRIPTION = Pattern.compile("^/subscriptions/([^/]+)");

    private Names() {}

    static @Nullable String lower(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    /// Of a resource id; null when it lies in none.
    static @Nullable String subscription(@Nullable String resource) {
        if (resource == null) {
            return null;
        }
        var matcher = SUBSCRIPTION.matcher(resource.toLowerCase(Locale.ROOT));
        return matcher.find() ? matcher.group(1) : null;
    }
}
