package tw.vigil.sigma.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tw.vigil.sigma.match.Decoder;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.Detection.Item;
import tw.vigil.sigma.match.FieldTest;
import tw.vigil.sigma.match.ValueTest;

/// Turns detections into checks; equal questions to equal fields become one atom.
final class CheckCompiler {

    private final IntFunction<int[]> paths;
    private final Decoder decoder;
    private final Map<List<Object>, Atom> atoms = new HashMap<>();

    /// @param paths where each field may lie
    /// @param decoder of strings that hold JSON
    CheckCompiler(IntFunction<int[]> paths, Decoder decoder) {
        this.paths = paths;
        this.decoder = decoder;
    }

    int atoms() {
        return atoms.size();
    }

    Check compile(Detection detection) {
        return switch (detection) {
            case Detection.All(var parts) -> Check.all(compile(parts));
            case Detection.Any(var parts) -> Check.any(compile(parts));
            case Detection.Not(var part) -> new Check.Not(compile(part));
            case Detection.Named(var _, var part) -> compile(part);
            case Item item -> compile(item);
            case Detection.Scoped scoped -> new Check.Inside(scoped, paths.apply(scoped.field()), decoder);
        };
    }

    private List<Check> compile(List<Detection> parts) {
        return parts.stream().map(this::compile).toList();
    }

    private Check compile(Item item) {
        List<Check> asked = new ArrayList<>();
        for (var alternative : item.alternatives()) {
            asked.add(new Check.Asked(atom(item.field(), alternative.test())));
        }
        var check = item.all() ? Check.all(asked) : Check.any(asked);
        return item.negated() ? new Check.Not(check) : check;
    }

    private Atom atom(int field, FieldTest test) {
        return atoms.computeIfAbsent(key(field, test), _ -> new Atom(atoms.size(), paths.apply(field), question(test)));
    }

    /// Arrays are equal only to themselves, so the tokens of a glob stand for it.
    private static List<Object> key(int field, FieldTest test) {
        return test instanceof FieldTest.AnyValue(ValueTest.Glob(var tokens, var cased))
                ? List.of(field, IntStream.of(tokens).boxed().toList(), cased)
                : List.of(field, test);
    }

    private Atom.Question question(FieldTest test) {
        return switch (test) {
            case FieldTest.AnyValue(var value) -> new Atom.SomeValue(ValueMatcher.of(value), ValueMatcher.cost(value));
            case FieldTest.NoValue _ -> new Atom.NoValue();
            case FieldTest.Exists(var expected) -> new Atom.Exists(expected);
            case FieldTest.SameAs same -> new Atom.Same(same, paths.apply(same.field()));
        };
    }
}
