package tw.vigil.sigma.match;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonNumber;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// Numbers in events: JSON numbers and strings that hold one. Exact at any size.
public final class Numbers {

    private static final int MAX_DIGITS = 400;

    private Numbers() {}

    public static @Nullable BigDecimal of(JsonValue value) {
        return switch (value) {
            case JsonNumber(var literal) -> parse(literal);
            case JsonString(var text) -> parse(text);
            case JsonValue.JsonBoolean _, JsonValue.JsonNull _, JsonValue.JsonArray _, JsonValue.JsonObject _ -> null;
        };
    }

    public static @Nullable BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || !startsLikeNumber(text)) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null; // text like 10.0.0.1 is no number, which is an answer and no failure
        }
    }

    private static boolean startsLikeNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean possible = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
            if (!possible) {
                return false;
            }
        }
        return true;
    }
}
