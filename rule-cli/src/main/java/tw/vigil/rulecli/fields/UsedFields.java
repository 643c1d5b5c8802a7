package tw.vigil.rulecli.fields;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleFile;

/// The fields that rules of a log source ask for, and which rules.
public final class UsedFields {
    private final SortedMap<String, Set<String>> rules = new TreeMap<>();
    private final Map<String, Set<String>> detections = new HashMap<>();

    private UsedFields() {}

    /// Of detections, and of correlations over them; rules of another taxonomy are left out, since their names
    /// are not the source's own.
    public static SortedMap<String, Set<String>> of(RulePack pack, LogSource source) {
        var used = new UsedFields();
        var correlations = new TreeMap<String, Map<?, ?>>();
        for (RuleFile file : pack.rules()) {
            for (Object document : documents(file)) {
                if (!(document instanceof Map<?, ?> map)) {
                    continue;
                }
                String title = String.valueOf(map.get("title"));
                boolean own = map.get("taxonomy") == null || "sigma".equals(map.get("taxonomy"));
                if (map.get("correlation") instanceof Map<?, ?> correlation) {
                    correlations.put(title, correlation);
                } else if (own && logSource(map).contains(source)) {
                    used.detection(title, map);
                }
            }
        }
        correlations.forEach(used::correlation);
        return used.rules;
    }

    private static List<Object> documents(RuleFile file) {
        try {
            return Yaml.documents(file.path(), file.text());
        } catch (PackException _) {
            return List.of(); // rejected, and said so where rules are compiled
        }
    }

    private static LogSource logSource(Map<?, ?> document) {
        Map<?, ?> source = document.get("logsource") instanceof Map<?, ?> map ? map : Map.of();
        return new LogSource(text(source.get("category")), text(source.get("product")), text(source.get("service")));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private void detection(String title, Map<?, ?> document) {
        for (String key : List.of("id", "name")) {
            if (document.get(key) != null) {
                detections
                        .computeIfAbsent(String.valueOf(document.get(key)), _ -> new HashSet<>())
                        .add(title);
            }
        }
        Object block = document.get("filter") == null ? document.get("detection") : document.get("filter");
        if (block instanceof Map<?, ?> selections) {
            selections.forEach((name, body) -> {
                if (!Set.of("condition", "timeframe", "rules").contains(String.valueOf(name))) {
                    selection(title, body);
                }
            });
        }
    }

    private void selection(String title, @Nullable Object body) {
        if (body instanceof List<?> parts) {
            parts.forEach(part -> selection(title, part));
        } else if (body instanceof Map<?, ?> items) {
            items.forEach((key, value) -> {
                String name = String.valueOf(key);
                use(name.split("\\|", 2)[0], title);
                if (name.contains("|fieldref")) {
                    Yaml.strings(value).forEach(other -> use(other, title));
                }
            });
        }
    }

    private void correlation(String title, Map<?, ?> correlation) {
        if (Yaml.strings(correlation.get("rules")).stream().noneMatch(detections::containsKey)) {
            return;
        }
        Set<?> aliases = correlation.get("aliases") instanceof Map<?, ?> map ? map.keySet() : Set.of();
        var names = new TreeSet<>(Yaml.strings(correlation.get("group-by")));
        if (correlation.get("condition") instanceof Map<?, ?> condition) {
            names.addAll(Yaml.strings(condition.get("field")));
        }
        names.removeIf(aliases::contains);
        names.forEach(name -> use(name, title));
        if (correlation.get("aliases") instanceof Map<?, ?> map) {
            map.values().forEach(places -> {
                if (places instanceof Map<?, ?> perRule) {
                    perRule.values().forEach(place -> use(String.valueOf(place), title));
                }
            });
        }
    }

    private void use(String field, String title) {
        if (!field.isEmpty()) {
            rules.computeIfAbsent(field, _ -> new TreeSet<>()).add(title);
        }
    }
}
