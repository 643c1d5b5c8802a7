package tw.vigil.sigma.match;

import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonNull;

/// One value of a field with the forms that tests ask for, each made once. Lives as long as one event, on one
/// thread.
public final class Value {

    private final JsonValue json;
    private @Nullable String text;
    private @Nullable String folded;

    public Value(JsonValue json) {
        this.json = json;
    }

    public JsonValue json() {
        return json;
    }

    public boolean isNull() {
        return json == JsonNull.NULL;
    }

    public String text() {
        var made = text;
        if (made == null) {
            made = json.text();
            text = made;
        }
        return made;
    }

    public String folded() {
        var made = folded;
        if (made == null) {
            made = CaseFolding.fold(text());
            folded = made;
        }
        return made;
    }
}
