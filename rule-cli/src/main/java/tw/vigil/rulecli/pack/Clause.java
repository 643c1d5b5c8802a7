package tw.vigil.rulecli.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tw.vigil.rules.proof.Yaml;

/// A duty of the clause register.
///
/// @param modes how it is watched: detect, prove, attest, out
public record Clause(String id, String strength, List<String> modes, String english, String chinese) {
    public Clause {
        modes = List.copyOf(modes);
    }

    static List<Clause> register(String path, String text) {
        var clauses = new ArrayList<Clause>();
        if (Yaml.mapping(path, text).get("clauses") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map && map.get("id") != null) {
                    clauses.add(new Clause(
                            String.valueOf(map.get("id")),
                            String.valueOf(map.get("strength")),
                            Yaml.strings(map.get("mode")),
                            String.valueOf(map.get("en")),
                            String.valueOf(map.get("zh"))));
                }
            }
        }
        return clauses;
    }
}
