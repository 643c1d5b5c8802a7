package tw.vigil.rulecli.coverage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tw.vigil.sigma.RuleInfo;

/// The rules' ATT&CK techniques, as a table and as a layer of ATT&CK Navigator (layer format 4.5).
public final class AttackLayer {
    private static final Pattern TECHNIQUE = Pattern.compile("attack\\.(t\\d{4}(?:\\.\\d{3})?)");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AttackLayer() {}

    /// What rules are called, by technique.
    public static Map<String, List<String>> techniques(List<RuleInfo> rules) {
        Map<String, List<String>> techniques = new TreeMap<>();
        for (RuleInfo rule : rules) {
            for (String tag : rule.tags()) {
                var matcher = TECHNIQUE.matcher(tag);
                if (matcher.matches()) {
                    techniques
                            .computeIfAbsent(matcher.group(1).toUpperCase(Locale.ROOT), _ -> new ArrayList<>())
                            .add(ClauseCoverage.called(rule));
                }
            }
        }
        return techniques;
    }

    public static ObjectNode of(List<RuleInfo> rules) {
        Map<String, List<String>> techniques = techniques(rules);
        ObjectNode layer = MAPPER.createObjectNode();
        layer.put("name", "Vigil rules");
        ObjectNode versions = layer.putObject("versions");
        versions.put("navigator", "5.1.0");
        versions.put("layer", "4.5");
        layer.put("domain", "enterprise-attack");
        layer.put("description", rules.size() + " rules; the score is the number of rules that name the technique");
        layer.put("sorting", 3);
        layer.put("hideDisabled", false);
        ArrayNode entries = layer.putArray("techniques");
        int most = 1;
        for (var technique : techniques.entrySet()) {
            ObjectNode entry = entries.addObject();
            entry.put("techniqueID", technique.getKey());
            entry.put("score", technique.getValue().size());
            entry.put("comment", String.join(", ", technique.getValue()));
            entry.put("enabled", true);
            entry.put("showSubtechniques", technique.getKey().indexOf('.') > 0);
            most = Math.max(most, technique.getValue().size());
        }
        ObjectNode gradient = layer.putObject("gradient");
        gradient.putArray("colors").add("#ffffff").add("#5b9bd5");
        gradient.put("minValue", 0);
        gradient.put("maxValue", most);
        return layer;
    }
}
