package tw.vigil.sigma.match;

import java.util.List;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonArray;
import tw.vigil.sigma.json.JsonValue.JsonBoolean;
import tw.vigil.sigma.json.JsonValue.JsonNull;
import tw.vigil.sigma.json.JsonValue.JsonNumber;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// A field name as a way through nested JSON: at each object the whole remaining path as one literal key
/// wins, else its shortest dotted prefix that is a key; arrays fan out.
public final class FieldPath {

    /// The name of the way that ends where it begins: an element of an array itself.
    public static final String SELF = "\u0001";

    private final String name;
    /// `keys[from][to]` = the segments from (inclusive) to (exclusive), joined by dots.
    private final String[][] keys;

    private final int length;

    public FieldPath(String name) {
        this.name = name;
        var segments = name.equals(SELF) ? new String[0] : name.split("\\.", -1);
        this.length = segments.length;
        this.keys = new String[length][length + 1];
        for (int from = 0; from < length; from++) {
            var joined = new StringBuilder();
            for (int to = from + 1; to <= length; to++) {
                joined.append(to == from + 1 ? "" : ".").append(segments[to - 1]);
                keys[from][to] = joined.toString();
            }
        }
    }

    public String name() {
        return name;
    }

    /// How many segments the name has.
    public int length() {
        return length;
    }

    /// The segments from (inclusive) to (exclusive), joined by dots.
    public String key(int from, int to) {
        return keys[from][to];
    }

    /// Adds what the path holds to `found`, lists flattened.
    ///
    /// @return whether the path exists
    public boolean resolve(JsonValue root, Decoder decoder, List<Value> found) {
        return resolve(root, 0, decoder, found);
    }

    /// As the other, from the middle of the path on: `value` is what its first `from` segments hold.
    public boolean resolve(JsonValue value, int from, Decoder decoder, List<Value> found) {
        if (from == length) {
            addLeaf(value, decoder, found);
            return true;
        }
        return switch (value) {
            case JsonObject(var members) -> {
                for (int step = 0; step < length - from; step++) {
                    int to = step == 0 ? length : from + step;
                    var child = members.get(keys[from][to]);
                    if (child != null) {
                        yield resolve(child, to, decoder, found);
                    }
                }
                yield false;
            }
            case JsonArray(var elements) -> {
                boolean present = false;
                for (var element : elements) {
                    present |= resolve(element, from, decoder, found);
                }
                yield present;
            }
            case JsonString string -> {
                var inner = from == 0 ? null : decoder.decode(keys[0][from], string);
                yield inner != null && resolve(inner, from, decoder, found);
            }
            case JsonNumber _, JsonBoolean _, JsonNull _ -> false;
        };
    }

    private void addLeaf(JsonValue value, Decoder decoder, List<Value> found) {
        if (value instanceof JsonArray(var elements)) {
            for (var element : elements) {
                addLeaf(element, decoder, found);
            }
            return;
        }
        found.add(new Value(value));
        if (value instanceof JsonString string) {
            var inner = decoder.decode(name, string);
            if (inner instanceof JsonObject || inner instanceof JsonArray) {
                addLeaf(inner, decoder, found);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
