package tw.vigil.sigma.match;

import java.util.List;

/// What a field holds in one event.
///
/// @param present also when the only value is null or an empty list
/// @param values lists flattened, nulls included
public record FieldValues(boolean present, List<Value> values) {

    public static final FieldValues ABSENT = new FieldValues(false, List.of());

    public boolean isNull() {
        for (var value : values) {
            if (!value.isNull()) {
                return false;
            }
        }
        return true;
    }
}
