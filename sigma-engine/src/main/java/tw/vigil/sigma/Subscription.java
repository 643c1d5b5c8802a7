package tw.vigil.sigma;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Fields;
import tw.vigil.sigma.match.Numbers;
import tw.vigil.sigma.match.Value;
import tw.vigil.sigma.rule.CorrelationOptions;

/// What a correlation wants to know of an event that one of its rules matched.
///
/// @param groupBy names and fields, aliases resolved for this rule
/// @param valueFields fields that the correlation's condition looks at
/// @param numeric only numbers count
/// @param carried fields that correlations of the correlation will ask for
record Subscription(
        RuleInfo correlation,
        List<Grouping> groupBy,
        List<Integer> valueFields,
        boolean numeric,
        List<Grouping> carried,
        CorrelationOptions options) {

    /// Of several value fields; more combinations of one event are not looked at.
    private static final int MAX_TUPLES = 1_000;

    /// @param name as the correlation calls it
    record Grouping(String name, int field) {}

    /// @param missing the group-by field that the event lacks; null when there is none
    record Signals(
            List<SortedMap<String, String>> groups,
            List<String> values,
            @Nullable String missing,
            SortedMap<String, List<String>> carried) {}

    Subscription {
        groupBy = List.copyOf(groupBy);
        valueFields = List.copyOf(valueFields);
        carried = List.copyOf(carried);
    }

    /// Numbers of all fields that it asks for.
    Stream<Integer> fields() {
        return Stream.concat(
                Stream.concat(groupBy.stream(), carried.stream()).map(Grouping::field), valueFields.stream());
    }

    Signals signals(Fields event) {
        List<SortedMap<String, String>> groups = List.of(new TreeMap<>());
        for (var grouping : groupBy) {
            var values = texts(event, grouping.field());
            if (values.isEmpty() && options.nullGroup()) {
                continue; // the group without this field
            }
            if (values.isEmpty()) {
                return new Signals(List.of(), List.of(), grouping.name(), Collections.emptySortedMap());
            }
            groups = product(groups, grouping.name(), values, options.maxGroups());
        }
        return new Signals(groups, values(event), null, carried(event));
    }

    private SortedMap<String, List<String>> carried(Fields event) {
        if (carried.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, List<String>> fields = new TreeMap<>();
        for (var place : carried) {
            var values = texts(event, place.field());
            if (!values.isEmpty()) {
                fields.put(place.name(), values);
            }
        }
        return fields;
    }

    /// A list-valued group-by multiplies.
    ///
    /// @throws IllegalStateException beyond `max` groups of one event
    static List<SortedMap<String, String>> product(
            List<SortedMap<String, String>> groups, String name, List<String> values, int max) {
        if ((long) groups.size() * values.size() > max) {
            throw new IllegalStateException("one event belongs to more than " + max + " groups");
        }
        List<SortedMap<String, String>> all = new ArrayList<>();
        for (var group : groups) {
            for (var value : values) {
                var extended = new TreeMap<>(group);
                extended.put(name, value);
                all.add(extended);
            }
        }
        return all;
    }

    /// Several fields count as tuples: their values joined by a character that JSON text must escape.
    private List<String> values(Fields event) {
        if (valueFields.isEmpty()) {
            return List.of();
        }
        if (numeric) {
            return event.field(valueFields.getFirst()).values().stream()
                    .map(value -> Numbers.of(value.json()))
                    .filter(number -> number != null)
                    .map(BigDecimal::toString)
                    .toList();
        }
        return tuples(valueFields.stream().map(field -> texts(event, field)).toList());
    }

    static List<String> tuples(List<List<String>> fields) {
        if (fields.isEmpty()) {
            return List.of();
        }
        List<String> tuples = fields.getFirst();
        for (var values : fields.subList(1, fields.size())) {
            var heads = tuples;
            tuples = heads.stream()
                    .flatMap(head -> values.stream().map(value -> head + '\u0000' + value))
                    .limit(MAX_TUPLES)
                    .toList();
        }
        return tuples;
    }

    private static List<String> texts(Fields event, int field) {
        var texts = new LinkedHashSet<String>();
        for (Value value : event.field(field).values()) {
            if (!value.isNull()) {
                texts.add(value.text());
            }
        }
        return List.copyOf(texts);
    }
}
