package tw.vigil.sigma.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.Detection.Alternative;
import tw.vigil.sigma.match.Detection.Item;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.match.FieldTable.Field;
import tw.vigil.sigma.match.FieldTest;
import tw.vigil.sigma.match.TextPlace;
import tw.vigil.sigma.match.ValueTest;
import tw.vigil.sigma.yaml.Position;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Entry;
import tw.vigil.sigma.yaml.YamlNode.Kind;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlNode.Sequence;

/// Reads search identifiers and joins them by their condition.
final class DetectionParser {

    /// From this many exact texts on, a set is asked instead of each.
    private static final int SET_SIZE = 8;

    private final RuleTables tables;
    private final boolean ocsf;
    private final boolean arrayScopes;
    private final Problems problems;

    /// @param arrayScopes `field[any]` asks the elements of an array; else brackets are part of the name
    DetectionParser(RuleTables tables, boolean ocsf, boolean arrayScopes, Problems problems) {
        this.tables = tables;
        this.ocsf = ocsf;
        this.arrayScopes = arrayScopes;
        this.problems = problems;
    }

    /// @param reserved keys of `block` that are no search identifiers
    /// @return null when there are problems
    @Nullable
    Detection parse(Mapping block, Set<String> reserved) {
        Map<String, Detection> selections = new LinkedHashMap<>();
        int before = problems.count();
        for (var entry : block.entries()) {
            var name = entry.key().text();
            if (name.equals("timeframe")) {
                problems.add(entry.key(), "'timeframe' is no longer Sigma; write a correlation with 'timespan'");
            } else if (!reserved.contains(name)) {
                var detection = detection(entry.value());
                selections.put(name, new Detection.Named(name, detection == null ? NOTHING : detection));
            }
        }
        if (selections.isEmpty()) {
            problems.add(block, "there is no search identifier; write for example selection: {eventName: DeleteTrail}");
        }
        var condition = new ConditionReader(problems).read(block, selections);
        return problems.count() > before ? null : condition;
    }

    private static final Detection NOTHING = new Detection.Any(List.of());

    private @Nullable Detection detection(YamlNode node) {
        return switch (node) {
            case Mapping map -> all(map);
            case Sequence list -> any(list);
            case Scalar keyword -> item(new ModifierChain(null, List.of(), "keyword"), List.of(keyword));
        };
    }

    private @Nullable Detection all(Mapping map) {
        if (map.entries().isEmpty()) {
            problems.add(map, "an empty map selects nothing; write field: value");
        }
        List<Detection> items = new ArrayList<>();
        for (var entry : map.entries()) {
            int before = problems.count();
            var scope = arrayScopes ? ArrayScope.parse(entry.key(), problems) : null;
            var key = arrayScopes ? ArrayScope.literal(entry.key()) : entry.key();
            if (problems.count() == before) {
                var item = scope == null ? item(key, entry.value()) : scoped(scope, entry);
                if (item != null) {
                    items.add(item);
                }
            }
        }
        return items.size() == 1 ? items.getFirst() : new Detection.All(items);
    }

    private @Nullable Detection item(Scalar key, YamlNode value) {
        var chain = ModifierChain.parse(key, problems);
        var values = values(value);
        return chain == null || values == null ? null : item(chain, values);
    }

    /// Fields inside of an element are its own: no field mapping renames them.
    private @Nullable Detection scoped(ArrayScope scope, Entry entry) {
        var inside = tables.inside();
        var parser = new DetectionParser(inside, false, true, problems);
        var value = entry.value();
        boolean maps = value instanceof Mapping
                || (value instanceof Sequence list && list.items().stream().allMatch(Mapping.class::isInstance));
        var inner = scope.inner() == null && maps
                ? parser.detection(value)
                : parser.all(new Mapping(
                        List.of(new Entry(scope.inner() == null ? ArrayScope.self(entry.key()) : scope.inner(), value)),
                        entry.key().position()));
        if (inner == null) {
            return null;
        }
        var places = inside.fields().fields().stream()
                .map(field -> new FieldPath[] {new FieldPath(field.name())})
                .toArray(FieldPath[][]::new);
        int field = number(new Field(scope.field(), ocsf), entry.key().position());
        return new Detection.Scoped(scope.label(), scope.label(), scope.field(), field, scope.scope(), inner, places);
    }

    private @Nullable Detection any(Sequence list) {
        if (list.items().isEmpty()) {
            problems.add(list, "an empty list selects nothing; write maps or keywords");
        }
        List<Detection> parts = new ArrayList<>();
        for (var node : list.items()) {
            var part = detection(node);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Detection.Any(parts);
    }

    private @Nullable List<Scalar> values(YamlNode node) {
        return switch (node) {
            case Scalar scalar -> List.of(scalar);
            case Mapping map -> {
                problems.add(map, "a field takes a value or a list of values, not a map");
                yield null;
            }
            case Sequence list -> scalars(list);
        };
    }

    private @Nullable List<Scalar> scalars(Sequence list) {
        if (list.items().isEmpty()) {
            problems.add(list, "an empty list matches nothing; write values, or null for an absent field");
            return null;
        }
        List<Scalar> scalars = new ArrayList<>();
        for (var item : list.items()) {
            if (item instanceof Scalar scalar) {
                scalars.add(scalar);
            } else {
                problems.add(item, "a list of values holds single values, not " + item.described());
            }
        }
        return scalars.size() == list.items().size() ? scalars : null;
    }

    private @Nullable Detection item(ModifierChain chain, List<Scalar> values) {
        var compiler = new ItemCompiler(chain, tables, ocsf);
        boolean all = chain.has(Modifier.ALL);
        boolean negated = chain.has(Modifier.NEQ);
        List<List<Alternative>> perValue = new ArrayList<>();
        for (var value : values) {
            try {
                perValue.add(compiler.compile(value));
            } catch (IllegalArgumentException e) {
                problems.add(value, String.valueOf(e.getMessage()));
            }
        }
        int field = number(compiler.field(), values.getFirst().position());
        if (!all || perValue.stream().allMatch(alternatives -> alternatives.size() == 1)) {
            var flat = perValue.stream().flatMap(List::stream).toList();
            return new Item(chain.label(), field, all ? flat : gathered(flat), all, negated);
        }
        Detection every = new Detection.All(perValue.stream()
                .<Detection>map(alternatives -> new Item(chain.label(), field, gathered(alternatives), false, false))
                .toList());
        return negated ? new Detection.Not(every) : every;
    }

    private int number(@Nullable Field field, Position position) {
        if (field == null) {
            return Detection.KEYWORD;
        }
        if (field.ocsf() && !tables.ocsfNames().contains(field.name())) {
            problems.add(position, "no field mapping knows the OCSF name '" + field.name() + "'; add it under ocsf:");
        }
        return tables.fields().number(field);
    }

    /// Many exact texts become one look-up.
    private static List<Alternative> gathered(List<Alternative> alternatives) {
        Set<String> texts = new HashSet<>();
        List<Alternative> others = new ArrayList<>();
        for (var alternative : alternatives) {
            if (alternative.test() instanceof FieldTest.AnyValue(ValueTest.Text(var text, var place, var cased))
                    && place == TextPlace.WHOLE
                    && !cased) {
                texts.add(text);
            } else {
                others.add(alternative);
            }
        }
        if (texts.size() < SET_SIZE) {
            return alternatives;
        }
        var shown = "one of " + texts.size() + " values";
        others.addFirst(new Alternative(shown, new FieldTest.AnyValue(new ValueTest.OneOfTexts(texts, false))));
        return others;
    }

    static boolean isNull(YamlNode node) {
        return node instanceof Scalar s && s.kind() == Kind.NULL;
    }
}
