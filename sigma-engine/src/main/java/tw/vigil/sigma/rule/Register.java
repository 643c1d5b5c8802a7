package tw.vigil.sigma.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.yaml.Position;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Kind;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlNode.Sequence;
import tw.vigil.sigma.yaml.YamlReader;

/// Rows that an expectation holds for, for example the register of cloud outsourcing.
///
/// @param rows column → values; a watch-list has one column
public record Register(String name, List<Map<String, List<String>>> rows) {

    /// The only column of a watch-list.
    static final String VALUE = "value";

    public Register {
        rows = List.copyOf(rows);
    }

    static Register of(String name, List<String> watchList) {
        return new Register(
                name,
                watchList.stream()
                        .distinct()
                        .map(value -> Map.of(VALUE, List.of(value)))
                        .toList());
    }

    /// @return null when there are problems
    public static @Nullable Register parse(String text, Problems problems) {
        var documents = YamlReader.read(text, problems);
        if (!problems.isEmpty()) {
            return null;
        }
        if (documents.size() != 1
                || !(documents.getFirst() instanceof Mapping root)
                || !(root.get("name") instanceof Scalar name)
                || !(root.get("rows") instanceof Sequence list)) {
            problems.add(Position.START, "a register is one map with name, description and a list of rows");
            return null;
        }
        List<Map<String, List<String>>> rows = new ArrayList<>();
        for (var item : list.items()) {
            if (item instanceof Mapping row) {
                rows.add(row(row, problems));
            } else {
                problems.add(item, "a row is a map of columns, not " + item.described());
            }
        }
        return problems.isEmpty() ? new Register(name.text(), rows) : null;
    }

    private static Map<String, List<String>> row(Mapping row, Problems problems) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        var fields = new Fields(row, problems);
        for (var entry : row.entries()) {
            columns.put(
                    entry.key().text(),
                    fields.scalars(entry.key().text()).stream()
                            .filter(value -> !isNull(value))
                            .map(Scalar::text)
                            .toList());
        }
        return columns;
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }

    /// The rows that hold `where`, as groups of an expectation.
    ///
    /// @param key the column of each group-by field; empty = the column of the same name, else the only one
    /// @throws IllegalArgumentException when a column is missing or names no row; the message says which
    List<SortedMap<String, String>> groups(List<String> groupBy, List<String> key, Map<String, List<String>> where) {
        var columns = new TreeSet<String>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        for (var asked : where.keySet()) {
            requireColumn(asked, columns);
        }
        if (!key.isEmpty() && key.size() != groupBy.size()) {
            throw new IllegalArgumentException("'key' has one column for each group-by field");
        }
        List<String> named = new ArrayList<>();
        for (int i = 0; i < groupBy.size(); i++) {
            boolean only = columns.size() == 1 && groupBy.size() == 1;
            var column = !key.isEmpty() ? key.get(i) : only ? columns.first() : groupBy.get(i);
            requireColumn(column, columns);
            named.add(column);
        }
        List<SortedMap<String, String>> groups = new ArrayList<>();
        var seen = new HashSet<SortedMap<String, String>>();
        for (var row : rows) {
            if (where.entrySet().stream().allMatch(asked -> holds(row, asked.getKey(), asked.getValue()))) {
                var group = group(row, groupBy, named);
                if (!seen.add(group)) {
                    throw new IllegalArgumentException("two rows of '" + name + "' are called " + group);
                }
                groups.add(group);
            }
        }
        return groups;
    }

    private void requireColumn(String column, TreeSet<String> columns) {
        if (!rows.isEmpty() && !columns.contains(column)) {
            throw new IllegalArgumentException("'" + name + "' has no column '" + column + "'; it has "
                    + String.join(", ", columns) + "; 'key' says which column a group-by field names");
        }
    }

    private SortedMap<String, String> group(Map<String, List<String>> row, List<String> groupBy, List<String> named) {
        SortedMap<String, String> group = new TreeMap<>();
        for (int i = 0; i < groupBy.size(); i++) {
            var values = row.getOrDefault(named.get(i), List.of());
            if (values.size() != 1) {
                throw new IllegalArgumentException("a row of '" + name + "' has " + values.size() + " values in '"
                        + named.get(i) + "'; exactly one names it");
            }
            group.put(groupBy.get(i), values.getFirst());
        }
        return group;
    }

    private static boolean holds(Map<String, List<String>> row, String column, List<String> wanted) {
        return row.getOrDefault(column, List.of()).stream()
                .anyMatch(value -> wanted.stream().anyMatch(value::equalsIgnoreCase));
    }
}
