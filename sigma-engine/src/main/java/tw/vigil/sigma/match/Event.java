package tw.vigil.sigma.match;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonArray;
import tw.vigil.sigma.json.JsonValue.JsonNull;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// One event as tests see it: fields are resolved on first use and kept until the event is done. Used by one thread.
public final class Event {

    private final JsonValue root;
    private final FieldPath[][] places;
    private final Decoder decoder;
    private final @Nullable FieldValues[] resolved;
    private @Nullable List<Value> scalars;

    /// @param places for each field number the paths to try; the first that is present wins
    public Event(JsonValue root, FieldPath[][] places, Decoder decoder) {
        this.root = root;
        this.places = places;
        this.decoder = decoder == Decoder.NONE ? decoder : remembering(decoder);
        this.resolved = new @Nullable FieldValues[places.length];
    }

    public FieldValues field(int number) {
        var known = resolved[number];
        if (known == null) {
            known = resolve(places[number]);
            resolved[number] = known;
        }
        return known;
    }

    private FieldValues resolve(FieldPath[] candidates) {
        for (var path : candidates) {
            List<Value> found = new ArrayList<>();
            if (path.resolve(root, decoder, found)) {
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

    private static void collect(JsonValue value, List<Value> into) {
        if (value instanceof JsonObject(var members)) {
            members.values().forEach(member -> collect(member, into));
        } else if (value instanceof JsonArray(var elements)) {
            elements.forEach(element -> collect(element, into));
        } else if (value != JsonNull.NULL) {
            into.add(new Value(value));
        }
    }

    private record Decoded(@Nullable JsonValue value) {}

    private static Decoder remembering(Decoder decoder) {
        Map<JsonString, Decoded> known = new IdentityHashMap<>();
        return (path, string) ->
                known.computeIfAbsent(string, s -> new Decoded(decoder.decode(path, s))).value();
    }
}
