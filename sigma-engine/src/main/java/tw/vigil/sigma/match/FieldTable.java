package tw.vigil.sigma.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers the fields that a rule set uses, so that an event resolves each at most once. Filled while rules
/// are loaded, then only read.
public final class FieldTable {

    /// @param ocsf the name is OCSF's, to be mapped; else the vendor's
    public record Field(String name, boolean ocsf) {}

    private final Map<Field, Integer> numbers = new HashMap<>();
    private final List<Field> fields = new ArrayList<>();

    public int number(Field field) {
        return numbers.computeIfAbsent(field, f -> {
            fields.add(f);
            return fields.size() - 1;
        });
    }

    public List<Field> fields() {
        return List.copyOf(fields);
    }
}
