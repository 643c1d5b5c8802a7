package tw.vigil.sigma.match;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue.JsonArray;
import tw.vigil.sigma.json.JsonValue.JsonNumber;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// What a vendor's value is called in the normalised view of events. Objects, null and empty texts are no values.
///
/// @param part what of the text counts: the first group of this expression; null = all of it
/// @param values names of raw values; where it has an entry or `otherwise` is given, other texts do not pass
/// @param otherwise what every other value is called; null = it is none
public record Conversion(
        Form form,
        @Nullable Pattern part,
        List<Called> values,
        @Nullable String otherwise) {

    /// What a value is taken for; what is none of the kind is no value.
    public enum Form {
        TEXT,
        /// Compared and grouped without case.
        LOWER,
        /// An IP address, written with or without a port.
        IP,
        /// What stands in the place of an address and is none: a host or service name.
        HOST,
        /// Milliseconds since 1970 of an ISO 8601 text (UTC without a zone) or of epoch seconds or milliseconds.
        TIME
    }

    /// @param raw case-folded
    /// @param name in the normalised view
    public record Called(String raw, TextPlace place, String name) {}

    public static final Conversion NONE = new Conversion(Form.TEXT, null, List.of(), null);

    public Conversion {
        values = List.copyOf(values);
    }

    /// Whether tests of the raw text say the same as tests of the converted one.
    public boolean keepsText() {
        return form == Form.TEXT && part == null && values.isEmpty() && otherwise == null;
    }

    /// @return null when the raw value gives none
    public @Nullable Value apply(Value raw) {
        boolean scalar = !(raw.json() instanceof JsonObject || raw.json() instanceof JsonArray);
        if (!scalar || raw.isNull() || raw.text().isEmpty()) {
            return null;
        }
        var counting = part(raw);
        if (counting == null || (values.isEmpty() && otherwise == null)) {
            return counting == null ? null : formed(counting);
        }
        for (var called : values) {
            if (called.place().holds(counting.folded(), called.raw())) {
                return text(called.name());
            }
        }
        return otherwise == null ? null : text(otherwise);
    }

    private @Nullable Value part(Value raw) {
        if (part == null) {
            return raw;
        }
        var matcher = part.matcher(raw.text());
        var found = matcher.find() ? matcher.group(1) : null;
        return found == null || found.isEmpty() ? null : text(found);
    }

    private @Nullable Value formed(Value value) {
        return switch (form) {
            case TEXT -> value;
            case LOWER -> text(value.folded());
            case IP -> {
                var address = IpAddress.withoutPort(value.text());
                yield address == null ? null : text(address);
            }
            case HOST -> IpAddress.withoutPort(value.text()) == null ? value : null;
            case TIME -> {
                var millis = EpochMillis.of(value);
                yield millis.isEmpty() ? null : new Value(new JsonNumber(String.valueOf(millis.getAsLong())));
            }
        };
    }

    private static Value text(String text) {
        return new Value(new JsonString(text));
    }
}
