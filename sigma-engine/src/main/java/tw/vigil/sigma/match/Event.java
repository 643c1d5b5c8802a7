package tw.vigil.sigma.match;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonArray;
import tw.vigil.sigma.json.JsonValue.JsonNull;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// One event as tests see it: fields are resolved on first use and kept until the event is done. Used by one
/// thread.
public final class Event implements Fields {

    private final JsonValue root;
    private final FieldPath[][] places;
    private final Decoder decoder;
    private final @Nullable FieldValues[] resolved;
    private @Nullable List<Value> scalars;
    private @Nullable IdentityHashMap<JsonString, JsonValue> decoded;

    /// @param places for each field number the paths to try; the first that is present wins
    public Event(JsonValue root, FieldPath[][] places, Decoder decoder) {
        this.root = root;
        this.places = places;
        this.decoder = decoder;
        this.resolved = new @Nullable FieldValues[places.length];
    }

    @Override
    public FieldValues field(int number) {
        var known = resolved[number];
        if (known == null) {
            known = resolve(places[number]);
            resolved[number] = known;
        }
        return known;
    }

    Decoder decoder() {
        return decoder;
    }

    private FieldValues resolve(FieldPath[] candidates) {
        for (var path : candidates) {
            List<Value> found = new ArrayList<>();
            if (path.resolve(root, this::decode, found)) {
                return new FieldValues(true, found);
            }
        }
        return FieldValues.ABSENT;
    }

    /// Every scalar of the event but null, at any depth: what keywords are searched in.
    public List<Value> scalars() {
        var known = scalars;
        if (known == null) {
            known = new ArrayList<>();
            collect(root, known);
            scalars = known;
        }
        return known;
    }

    /// The whole event.
    public JsonValue root() {
        return root;
    }

    private static void collect(JsonValue value, List<Value> into) {
        if (value instanceof JsonObject(var members)) {
            members.values().forEach(member -> collect(member, into));
        } else if (value instanceof JsonArray(var elements)) {
            elements.forEach(element -> collect(element, into));
        } else if (value != JsonNull.NULL) {
            into.add(new Value(value));
        }
    }

    private @Nullable JsonValue decode(String path, JsonString string) {
        var known = decoded == null ? null : decoded.get(string);
        if (known != null) {
            return known;
        }
        var made = decoder.decode(path, string);
        if (made != null) {
            decoded = decoded == null ? new IdentityHashMap<>() : decoded;
            decoded.put(string, made);
        }
        return made;
    }
}
