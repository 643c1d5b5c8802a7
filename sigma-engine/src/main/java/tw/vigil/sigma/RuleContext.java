package tw.vigil.sigma;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What rules refer to beside themselves.
///
/// @param watchLists the values of each placeholder: `%name%` under `|expand`; values may hold wildcards
/// @param fieldMappings one file per log source; the format is in the module's README
/// @param registers one file per register: rows that expectations hold for; the format is in the README, too
public record RuleContext(
        Map<String, List<String>> watchLists, List<RuleFile> fieldMappings, List<RuleFile> registers) {

    public static final RuleContext EMPTY = new RuleContext(Map.of(), List.of());

    public RuleContext {
        var copy = new HashMap<String, List<String>>();
        watchLists.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        watchLists = Map.copyOf(copy);
        fieldMappings = List.copyOf(fieldMappings);
        registers = List.copyOf(registers);
    }

    public RuleContext(Map<String, List<String>> watchLists, List<RuleFile> fieldMappings) {
        this(watchLists, fieldMappings, List.of());
    }
}
