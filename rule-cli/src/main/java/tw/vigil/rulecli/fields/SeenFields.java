package tw.vigil.rulecli.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.ProofCase;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleFile;

/// The fields that known events of each source have, and how often: dotted paths, lists fanned out, as rules
/// write them.
public final class SeenFields {
    private static final int MAX_DEPTH = 40;

    private final Map<String, NavigableMap<String, Integer>> bySource = new TreeMap<>();
    private final Map<String, Set<String>> mapped = new TreeMap<>();
    private final Map<String, Set<String>> decoded = new TreeMap<>();

    /// From the events beside rules, and from the field mappings; an events file that cannot be read adds
    /// nothing.
    public void addPack(RulePack pack) {
        addMappings(pack);
        for (RuleFile proof : pack.proofs().values()) {
            try {
                for (ProofCase proofCase : ProofCase.read(proof)) {
                    proofCase.events().forEach(event -> add(proofCase.source().id(), event));
                }
            } catch (PackException _) {
                // lint says so where it checks the file
            }
        }
    }

    /// The fields that mappings make; no events.
    public void addMappings(RulePack pack) {
        pack.fieldMappings().forEach(this::addMapping);
    }

    public void add(String source, JsonNode event) {
        var paths = new TreeSet<String>();
        walk(event, "", paths, 0);
        var counts = bySource.computeIfAbsent(source, _ -> new TreeMap<>());
        paths.forEach(path -> counts.merge(path, 1, Integer::sum));
    }

    private static void walk(JsonNode node, String path, Set<String> paths, int depth) {
        if (!path.isEmpty()) {
            paths.add(path);
        }
        if (depth > MAX_DEPTH) {
            return;
        }
        if (node.isArray()) {
            node.forEach(element -> walk(element, path, paths, depth + 1));
        } else {
            node.properties()
                    .forEach(entry -> walk(
                            entry.getValue(),
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                            paths,
                            depth + 1));
        }
    }

    private void addMapping(RuleFile file) {
        Map<?, ?> mapping;
        try {
            mapping = Yaml.mapping(file.path(), file.text());
        } catch (PackException _) {
            return; // the engine says so
        }
        if (mapping.get("logsource") instanceof Map<?, ?> source
                && source.get("product") != null
                && source.get("service") != null) {
            String id = source.get("product") + "." + source.get("service");
            keys(mapping, "aliases", mapped.computeIfAbsent(id, _ -> new TreeSet<>()));
            keys(mapping, "ocsf", mapped.computeIfAbsent(id, _ -> new TreeSet<>()));
            keys(mapping, "decode", decoded.computeIfAbsent(id, _ -> new TreeSet<>()));
        }
    }

    private static void keys(Map<?, ?> mapping, String section, Set<String> into) {
        if (mapping.get(section) instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> into.add(String.valueOf(key)));
        }
    }

    /// The id of the source that a rule's log source is about; null when no event or mapping is known for it.
    public @Nullable String source(LogSource asked) {
        for (String id : sources()) {
            int dot = id.indexOf('.');
            if (asked.contains(new LogSource(null, id.substring(0, dot), id.substring(dot + 1)))) {
                return id;
            }
        }
        return null;
    }

    /// Sources of which events or a mapping are known.
    public Set<String> sources() {
        var sources = new TreeSet<>(bySource.keySet());
        sources.addAll(mapped.keySet());
        sources.removeIf(id -> id.indexOf('.') <= 0);
        return sources;
    }

    /// Counts by field; empty when no event of the source is known.
    public NavigableMap<String, Integer> fields(String source) {
        var fields = bySource.get(source);
        return fields == null ? new TreeMap<>() : new TreeMap<>(fields);
    }

    public boolean hasEvents(String source) {
        return bySource.containsKey(source);
    }

    /// Whether an event shows the field, a mapping makes it, or it lies within a decoded text.
    public boolean shows(String source, String field) {
        var seen = bySource.get(source);
        if ((seen != null && seen.containsKey(field))
                || mapped.getOrDefault(source, Set.of()).contains(field)) {
            return true;
        }
        for (String text : decoded.getOrDefault(source, Set.of())) {
            if (field.equals(text) || field.startsWith(text + ".")) {
                return true;
            }
        }
        return false;
    }

    /// The shown field that the name resembles: one part of the path misspelt, another case, or the parts
    /// before it left out; null when none does.
    public @Nullable String nearest(String source, String field) {
        var known = new TreeSet<String>(fields(source).keySet());
        known.addAll(mapped.getOrDefault(source, Set.of()));
        String end = "." + field;
        String longer = null;
        for (String candidate : known) {
            if (slip(field, candidate)) {
                return candidate;
            }
            if (longer == null && candidate.endsWith(end)) {
                longer = candidate;
            }
        }
        return longer;
    }

    private static boolean slip(String field, String candidate) {
        if (Math.abs(field.length() - candidate.length()) > 2) {
            return field.equalsIgnoreCase(candidate);
        }
        var parts = field.split("\\.", -1);
        var others = candidate.split("\\.", -1);
        int different = -1;
        for (int i = 0; i < parts.length && parts.length == others.length; i++) {
            if (!parts[i].equalsIgnoreCase(others[i])) {
                if (different >= 0) {
                    return false;
                }
                different = i;
            }
        }
        return parts.length == others.length && (different < 0 || Spelling.slip(parts[different], others[different]));
    }
}
