package tw.vigil.sigma.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonValue.JsonString;
import tw.vigil.sigma.mapping.NormalisedFields.Part;
import tw.vigil.sigma.match.CaseFolding;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.Detection.Alternative;
import tw.vigil.sigma.match.Detection.Item;
import tw.vigil.sigma.match.Detection.Scope;
import tw.vigil.sigma.match.Detection.Scoped;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.match.FieldTable.Field;
import tw.vigil.sigma.match.FieldTest;
import tw.vigil.sigma.match.TextPlace;
import tw.vigil.sigma.match.Value;
import tw.vigil.sigma.match.ValueTest;

/// Turns what rules ask of Sigma's fields into what they ask of the raw events of one source. Value maps, merged
/// places, arrays of named things and defaults become plain conditions over raw fields, so that evaluating,
/// explaining and indexing know nothing of them.
public final class MappedDetections {

    private final List<@Nullable Refinement> refinements;
    private final List<FieldPath[]> places = new ArrayList<>();
    private final NormalisedFields normalised;

    /// What a mapping says of one field beyond the paths that are tried one after the other.
    ///
    /// @param parts all of these together are the field
    /// @param values raw value → what it is called in Sigma, too
    /// @param absent the value of an event that has no other
    record Refinement(
            List<MappedPath> parts,
            Map<String, List<String>> values,
            @Nullable String absent) {}

    public MappedDetections(FieldMapping mapping, List<Field> fields) {
        refinements = new ArrayList<>();
        for (var field : fields) {
            refinements.add(mapping.refinement(field));
            places.add(mapping.places(field));
        }
        Map<Integer, List<Part>> parts = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).ocsf()) {
                var origins = mapping.origins(fields.get(i).name());
                parts.put(i, NormalisedFields.parts(origins, path -> number(places, path)));
            }
        }
        normalised = parts.isEmpty() ? NormalisedFields.NONE : new NormalisedFields(parts);
    }

    /// The values of the same fields.
    public NormalisedFields normalised() {
        return normalised;
    }

    /// For each field number, also for those that mapped detections ask for in addition.
    public FieldPath[][] places() {
        return places.toArray(FieldPath[][]::new);
    }

    public Detection map(Detection detection) {
        return switch (detection) {
            case Detection.All(var parts) ->
                new Detection.All(parts.stream().map(this::map).toList());
            case Detection.Any(var parts) ->
                new Detection.Any(parts.stream().map(this::map).toList());
            case Detection.Not(var part) -> new Detection.Not(map(part));
            case Detection.Named(var name, var part) -> new Detection.Named(name, map(part));
            case Item item -> {
                var origins = normalised.parts(item.field());
                var refinement = item.field() < 0 ? null : refinements.get(item.field());
                yield origins != null
                        ? new OcsfItem(item, origins, places).mapped()
                        : refinement == null ? item : new Refined(item, refinement).mapped();
            }
            case Scoped scoped -> scoped;
        };
    }

    /// One item over the parts of its field.
    private final class Refined {
        private final Item item;
        private final Refinement refinement;

        Refined(Item item, Refinement refinement) {
            this.item = item;
            this.refinement = refinement;
        }

        Detection mapped() {
            var each = item.alternatives().stream().map(this::mapped).toList();
            Detection whole =
                    each.size() == 1 ? each.getFirst() : item.all() ? new Detection.All(each) : new Detection.Any(each);
            return item.negated() ? new Detection.Not(whole) : whole;
        }

        private Detection mapped(Alternative alternative) {
            return switch (alternative.test()) {
                case FieldTest.AnyValue(var test) -> value(alternative, test);
                case FieldTest.SameAs _ -> any(List.of(alternative));
                case FieldTest.NoValue _ -> new Detection.Not(any(List.of(present(alternative.shown()))));
                case FieldTest.Exists(var expected) -> {
                    var exists = any(List.of(new Alternative(alternative.shown(), new FieldTest.Exists(true))));
                    yield expected ? exists : new Detection.Not(exists);
                }
            };
        }

        private Detection value(Alternative alternative, ValueTest test) {
            List<Alternative> alternatives = new ArrayList<>(List.of(alternative));
            refinement.values().forEach((raw, called) -> {
                if (called.stream().anyMatch(text -> test.holds(new Value(new JsonString(text))))) {
                    alternatives.add(equal(raw));
                }
            });
            var absent = refinement.absent();
            var stated = any(alternatives);
            return absent != null && test.holds(new Value(new JsonString(absent)))
                    ? new Detection.Any(List.of(stated, new Detection.Not(any(List.of(present(absent))))))
                    : stated;
        }

        private Detection any(List<Alternative> alternatives) {
            var parts = refinement.parts();
            if (parts.isEmpty()) {
                return new Item(item.label(), item.field(), alternatives, false, false);
            }
            var found = parts.stream()
                    .map(part -> at(places, part, item.label(), alternatives))
                    .toList();
            return found.size() == 1 ? found.getFirst() : new Detection.Any(found);
        }
    }

    /// Whether one of the alternatives holds at a place, also inside of an array of named things.
    static Detection at(List<FieldPath[]> table, MappedPath path, String label, List<Alternative> alternatives) {
        int field = number(table, path.path());
        var attribute = path.attribute();
        var rest = path.rest();
        if (attribute == null || rest == null) {
            return new Item(label, field, alternatives, false, false);
        }
        List<FieldPath[]> inside = new ArrayList<>();
        Detection named = new Item(attribute, number(inside, attribute), List.of(equal(path.named())), false, false);
        Detection value = at(inside, rest, label, alternatives);
        return new Scoped(
                path.toString(),
                label,
                path.path(),
                field,
                Scope.ANY,
                new Detection.All(List.of(named, value)),
                inside.toArray(FieldPath[][]::new));
    }

    static int number(List<FieldPath[]> table, String path) {
        for (int i = 0; i < table.size(); i++) {
            if (Arrays.stream(table.get(i)).map(FieldPath::name).toList().equals(List.of(path))) {
                return i;
            }
        }
        table.add(new FieldPath[] {new FieldPath(path)});
        return table.size() - 1;
    }

    private static Alternative equal(String raw) {
        return new Alternative(
                raw, new FieldTest.AnyValue(new ValueTest.Text(CaseFolding.fold(raw), TextPlace.WHOLE, false)));
    }

    private static Alternative present(String shown) {
        return new Alternative(shown, new FieldTest.AnyValue(new ValueTest.Present()));
    }
}
