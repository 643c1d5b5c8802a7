package tw.vigil.sigma.match;

import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// Opens strings that hold JSON.
public interface Decoder {

    Decoder NONE = (_, _) -> null;

    /// What the string at `path` holds; null when nothing is decoded there or the string holds no JSON.
    @Nullable
    JsonValue decode(String path, JsonString string);
}
