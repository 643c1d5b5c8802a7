package tw.vigil.sigma.rule;

import java.util.HashMap;
import java.util.Map;
import tw.vigil.sigma.yaml.Problems;

/// Reads `aliases:` of a document that listens to other rules.
final class Aliases {

    private Aliases() {}

    /// @return group-by name → (rule name or id → field)
    static Map<String, Map<String, String>> read(Fields fields, Problems problems) {
        Map<String, Map<String, String>> found = new HashMap<>();
        var aliases = fields.map("aliases");
        if (aliases == null) {
            return found;
        }
        for (var alias : aliases.entries()) {
            var perRule = new Fields(aliases, problems).map(alias.key().text());
            Map<String, String> places = new HashMap<>();
            if (perRule != null) {
                for (var entry : perRule.entries()) {
                    var field = new Fields(perRule, problems).text(entry.key().text());
                    if (field != null) {
                        places.put(entry.key().text(), field);
                    }
                }
            }
            found.put(alias.key().text(), Map.copyOf(places));
        }
        return found;
    }
}
