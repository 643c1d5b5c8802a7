package tw.vigil.sigma.mapping;

import java.util.ArrayList;
import java.util.List;
import tw.vigil.sigma.json.JsonValue.JsonString;
import tw.vigil.sigma.mapping.NormalisedFields.Part;
import tw.vigil.sigma.match.Conversion;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.Detection.Alternative;
import tw.vigil.sigma.match.Detection.Item;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.match.FieldTest;
import tw.vigil.sigma.match.Value;
import tw.vigil.sigma.match.ValueTest;

/// One item over an OCSF name as conditions over the origins of its values: an origin counts when none before it
/// gives a value.
///
/// @param places receives the raw fields inside of arrays of named things
record OcsfItem(Item item, List<Part> origins, List<FieldPath[]> places) {

    /// No reason of a match: it only says which origin counts.
    static final String UNSAID = "";

    private static final Detection ALWAYS = new Detection.All(List.of());
    private static final Detection NEVER = new Detection.Any(List.of());

    Detection mapped() {
        var each = item.alternatives().stream().map(this::mapped).toList();
        Detection whole =
                each.size() == 1 ? each.getFirst() : item.all() ? new Detection.All(each) : new Detection.Any(each);
        return item.negated() ? new Detection.Not(whole) : whole;
    }

    private Detection mapped(Alternative alternative) {
        return switch (alternative.test()) {
            case FieldTest.AnyValue(var test) -> first(alternative.shown(), test);
            case FieldTest.NoValue _ -> new Detection.Not(first(alternative.shown(), new ValueTest.Present()));
            case FieldTest.Exists(var expected) -> {
                var exists = first(alternative.shown(), new ValueTest.Present());
                yield expected ? exists : new Detection.Not(exists);
            }
            case FieldTest.SameAs _ -> new Item(item.label(), item.field(), List.of(alternative), false, false);
        };
    }

    private Detection first(String shown, ValueTest test) {
        List<Detection> any = new ArrayList<>();
        List<Detection> before = new ArrayList<>();
        for (var part : origins) {
            List<Detection> all = new ArrayList<>(before);
            all.add(holds(part, item.label(), shown, test));
            any.add(all.size() == 1 ? all.getFirst() : new Detection.All(all));
            before.add(new Detection.Not(holds(part, UNSAID, "", new ValueTest.Present())));
        }
        return any.size() == 1 ? any.getFirst() : new Detection.Any(any);
    }

    private Detection holds(Part part, String label, String shown, ValueTest test) {
        return switch (part.origin()) {
            case Origin.Constant(var text) -> test.holds(new Value(new JsonString(text))) ? ALWAYS : NEVER;
            case Origin.Place(var path, var conversion) ->
                MappedDetections.at(
                        places,
                        path,
                        label,
                        List.of(new Alternative(shown, new FieldTest.AnyValue(converted(conversion, test)))));
        };
    }

    /// Tests of a text that keeps as it is stay what they are, so that rules are found by them; unless they hold of
    /// what is no value.
    private static ValueTest converted(Conversion conversion, ValueTest test) {
        boolean same = conversion.keepsText() && !(test instanceof ValueTest.Present);
        return same && !test.holds(new Value(new JsonString(""))) ? test : new ValueTest.Converted(conversion, test);
    }
}
