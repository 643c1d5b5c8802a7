package tw.vigil.sigma.match;

import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// Opens strings that hold JSON.
public interface Decoder {

    Decoder NONE = new Decoder() {
        @Override
        public @Nullable JsonValue decode(String path, JsonString string) {
            return null;
        }

        @Override
        public boolean opens(String path) {
            return false;
        }
    };

    /// Whether strings at `path` are decoded at all.
    default boolean opens(String path) {
        return true;
    }

    /// What the string at `path` holds; null when nothing is decoded there or the string holds no JSON.
    @Nullable
    JsonValue decode(String path, JsonString string);
}
