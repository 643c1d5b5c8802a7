package tw.vigil.sigma;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What rules refer to beside themselves.
///
/// @param watchLists the values of each placeholder: `%name%` under `|expand`; values may hold wildcards
/// @param fieldMappings one file per log source; the format is in the module's README
public record RuleContext(Map<String, List<String>> watchLists, List<RuleFile> fieldMappings) {

    public static final RuleContext EMPTY = new RuleContext(Map.of(), List.of());

    public RuleContext {
        var copy = new HashMap<String, List<String>>();
        watchLists.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        watchLists = Map.copyOf(copy);
        fieldMappings = List.copyOf(fieldMappings);
    }
}
