package tw.vigil.sigma.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value. Immutable; objects keep the order of their members, numbers their digits.
public sealed interface JsonValue {

    /// The text that rules are compared with: a string itself, a number as written, `true`, `false`, `null`,
    /// and for arrays and objects the compact JSON.
    default String text() {
        return JsonWriter.compact(this);
    }

    enum JsonNull implements JsonValue {
        NULL
    }

    enum JsonBoolean implements JsonValue {
        TRUE,
        FALSE
    }

    /// @param literal as written, for example `1.50` or `9007199254740993`
    record JsonNumber(String literal) implements JsonValue {
        @Override
        public String text() {
            return literal;
        }
    }

    record JsonString(String value) implements JsonValue {
        @Override
        public String text() {
            return value;
        }
    }

    record JsonArray(List<JsonValue> elements) implements JsonValue {
        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        public JsonObject {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }
}
