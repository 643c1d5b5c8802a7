package tw.vigil.rulecli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.Reason;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// One detection and one event: whether it matches, and every item of every selection with what the event has.
///
/// @param condition as the rule writes it
/// @param tree the condition, part by part
public record Explanation(RuleInfo rule, boolean matches, String condition, ConditionTree tree, List<Item> items) {
    private static final int MAX_ACTUAL = 200;

    public Explanation {
        items = List.copyOf(items);
    }

    /// @param field with its modifiers; empty for a selection that is a list
    /// @param actual the event's value; null when it has none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            @JsonProperty("selection") String selection,
            @JsonProperty("field") String field,
            @JsonProperty("held") boolean held,
            @JsonProperty("expected") String expected,
            @JsonProperty("actual") @Nullable String actual) {}

    /// Explains the detections of a file. The engine tells which conditions held when the whole rule matches;
    /// here each item is asked alone, as a rule of its own, so that those that did not hold show too.
    ///
    /// @param only the rule asked for; null, or a correlation, explains every detection of the file
    public static List<Explanation> of(
            RulePack pack, RuleSet rules, RuleFile file, @Nullable RuleInfo only, JsonNode event) {
        var explanations = new ArrayList<Explanation>();
        for (Object document : Yaml.documents(file.path(), file.text())) {
            if (document instanceof Map<?, ?> map && map.get("detection") instanceof Map<?, ?> detection) {
                RuleInfo rule = rules.rule(String.valueOf(map.get("id") == null ? map.get("name") : map.get("id")));
                if (rule != null && (only == null || !only.isDetection() || only.equals(rule))) {
                    explanations.add(explain(pack, rules, rule, map, detection, event));
                }
            }
        }
        return explanations;
    }

    private static Explanation explain(
            RulePack pack, RuleSet rules, RuleInfo rule, Map<?, ?> document, Map<?, ?> detection, JsonNode event) {
        byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
        LogSource source = rule.logSource();
        boolean matches = !rules.explain(rule, source, json).isEmpty();
        var items = new ArrayList<Item>();
        for (var selection : detection.entrySet()) {
            String name = String.valueOf(selection.getKey());
            if (name.equals("condition") || name.equals("timeframe")) {
                continue;
            }
            if (selection.getValue() instanceof Map<?, ?> fields) {
                for (var field : fields.entrySet()) {
                    var alone = new LinkedHashMap<Object, Object>();
                    alone.put(field.getKey(), field.getValue());
                    items.add(item(
                            pack,
                            document,
                            name,
                            String.valueOf(field.getKey()),
                            alone,
                            field.getValue(),
                            source,
                            event));
                }
            } else {
                items.add(item(pack, document, name, "", selection.getValue(), selection.getValue(), source, event));
            }
        }
        var held = new LinkedHashMap<String, Boolean>();
        for (var selection : detection.entrySet()) {
            String name = String.valueOf(selection.getKey());
            if (!name.equals("condition")) {
                held.put(
                        name,
                        !reasons(pack, document, selection.getValue(), source, event)
                                .isEmpty());
            }
        }
        List<String> conditions = Yaml.strings(detection.get("condition"));
        return new Explanation(
                rule, matches, String.join(" or ", conditions), ConditionTree.of(conditions, held), items);
    }

    /// Why a search identifier holds when it is a rule of its own; empty when it does not.
    private static List<Reason> reasons(
            RulePack pack, Map<?, ?> document, @Nullable Object body, LogSource source, JsonNode event) {
        var detection = new LinkedHashMap<String, Object>();
        if (body != null) {
            detection.put("item", body);
        }
        detection.put("condition", "item");
        var rule = new LinkedHashMap<String, Object>();
        rule.put("title", "one item");
        rule.put("name", "one_item");
        for (String key : List.of("logsource", "taxonomy", "sigma-version")) {
            Object value = document.get(key);
            if (value != null) {
                rule.put(key, value);
            }
        }
        rule.put("detection", detection);
        RuleSet alone = RuleSet.compile(List.of(new RuleFile("item", Yaml.text(rule))), pack.context())
                .rules();
        RuleInfo info = alone.rule("one_item");
        return info == null
                ? List.of()
                : alone.explain(info, source, event.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Item item(
            RulePack pack,
            Map<?, ?> document,
            String selection,
            String field,
            Object body,
            @Nullable Object expected,
            LogSource source,
            JsonNode event) {
        List<Reason> reasons = reasons(pack, document, body, source, event);
        if (reasons.isEmpty()) {
            return new Item(
                    selection,
                    field,
                    false,
                    cut(String.valueOf(expected)),
                    field.isEmpty() ? null : actual(event, field));
        }
        Reason reason = reasons.getFirst();
        String actual = reason.actual() == null ? null : cut(reason.actual());
        return new Item(selection, field.isEmpty() ? reason.field() : field, true, cut(reason.expected()), actual);
    }

    /// What the raw event holds at the field's path; the path's own walk only, without mappings.
    private static @Nullable String actual(JsonNode event, String fieldWithModifiers) {
        int bar = fieldWithModifiers.indexOf('|');
        String path = bar < 0 ? fieldWithModifiers : fieldWithModifiers.substring(0, bar);
        var values = new ArrayList<String>();
        walk(event, path, values);
        return values.isEmpty() ? null : cut(String.join(", ", values));
    }

    private static void walk(JsonNode node, String path, List<String> values) {
        if (node.isArray()) {
            node.forEach(element -> walk(element, path, values));
        } else if (path.isEmpty()) {
            values.add(node.isValueNode() ? node.asText() : node.toString());
        } else if (node.isObject()) {
            if (node.has(path)) {
                walk(node.get(path), "", values);
                return;
            }
            for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
                if (node.has(path.substring(0, dot))) {
                    walk(node.get(path.substring(0, dot)), path.substring(dot + 1), values);
                    return;
                }
            }
        }
    }

    private static String cut(String text) {
        return text.length() <= MAX_ACTUAL ? text : text.substring(0, MAX_ACTUAL) + "…";
    }
}
