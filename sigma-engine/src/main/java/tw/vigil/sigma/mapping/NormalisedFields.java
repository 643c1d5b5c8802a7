package tw.vigil.sigma.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonString;
import tw.vigil.sigma.match.CaseFolding;
import tw.vigil.sigma.match.Conversion;
import tw.vigil.sigma.match.Decoder;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.match.FieldValues;
import tw.vigil.sigma.match.Fields;
import tw.vigil.sigma.match.Value;

/// The values of OCSF names in events of one source, for who wants the values themselves: grouping, counting and
/// the normalised copy of an event. [MappedDetections] makes conditions of the same origins.
public final class NormalisedFields {

    public static final NormalisedFields NONE = new NormalisedFields(Map.of());

    /// @param field number of the raw field; -1 for a constant
    record Part(int field, Origin origin) {}

    private final Map<Integer, List<Part>> parts;

    NormalisedFields(Map<Integer, List<Part>> parts) {
        this.parts = Map.copyOf(parts);
    }

    /// Adds the raw fields of the origins to a table by `number`.
    static List<Part> parts(List<Origin> origins, ToIntFunction<String> number) {
        List<Part> parts = new ArrayList<>();
        for (var origin : origins) {
            parts.add(
                    switch (origin) {
                        case Origin.Place(var path, var _) -> new Part(number.applyAsInt(path.path()), origin);
                        case Origin.Constant _ -> new Part(-1, origin);
                    });
        }
        return List.copyOf(parts);
    }

    @Nullable
    List<Part> parts(int field) {
        return parts.get(field);
    }

    /// The raw fields that must be read for a field.
    public IntStream raw(int field) {
        var own = parts.get(field);
        return own == null
                ? IntStream.of(field)
                : own.stream().mapToInt(Part::field).filter(number -> number >= 0);
    }

    public Fields over(Fields raw) {
        return parts.isEmpty() ? raw : number -> values(raw, number);
    }

    private FieldValues values(Fields raw, int number) {
        var own = parts.get(number);
        if (own == null) {
            return raw.field(number);
        }
        for (var part : own) {
            var values = values(raw, part);
            if (!values.isEmpty()) {
                return new FieldValues(true, values);
            }
        }
        return FieldValues.ABSENT;
    }

    private static List<Value> values(Fields raw, Part part) {
        return switch (part.origin()) {
            case Origin.Constant(var text) -> List.of(new Value(new JsonString(text)));
            case Origin.Place(var path, var conversion) -> {
                List<Value> found = raw.field(part.field()).values();
                yield converted(path.isPivot() ? named(found, path) : found, conversion);
            }
        };
    }

    private static List<Value> converted(List<Value> values, Conversion conversion) {
        return values.stream()
                .map(conversion::apply)
                .filter(Objects::nonNull)
                .map(Value.class::cast)
                .toList();
    }

    /// Of an array of named things what the element of the right name holds.
    private static List<Value> named(List<Value> elements, MappedPath path) {
        List<Value> found = new ArrayList<>();
        var rest = Objects.requireNonNull(path.rest());
        for (var element : elements) {
            var names = at(element.json(), Objects.requireNonNull(path.attribute()));
            if (names.stream().anyMatch(name -> name.folded().equals(CaseFolding.fold(path.named())))) {
                var inside = at(element.json(), rest.path());
                found.addAll(rest.isPivot() ? named(inside, rest) : inside);
            }
        }
        return found;
    }

    private static List<Value> at(JsonValue element, String path) {
        List<Value> found = new ArrayList<>();
        new FieldPath(path).resolve(element, Decoder.NONE, found);
        return found;
    }

    /// Of all OCSF names of a mapping, under the number of their place in `names`.
    ///
    /// @param places receives the raw fields
    public static NormalisedFields of(FieldMapping mapping, List<String> names, List<FieldPath[]> places) {
        Map<Integer, List<Part>> parts = new HashMap<>();
        names.forEach(_ -> places.add(new FieldPath[0]));
        for (int i = 0; i < names.size(); i++) {
            parts.put(i, parts(mapping.origins(names.get(i)), path -> MappedDetections.number(places, path)));
        }
        return new NormalisedFields(parts);
    }
}
