package tw.vigil.sigma.mapping;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.mapping.FieldMapping.Encoding;
import tw.vigil.sigma.rule.Fields;
import tw.vigil.sigma.yaml.Position;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlNode.Sequence;
import tw.vigil.sigma.yaml.YamlReader;

/// Reads the field mapping of one log source.
public final class FieldMappingParser {

    private static final Set<String> KEYS =
            Set.of("logsource", "envelope", "aliases", "merge", "values", "absent", "decode", "ocsf");

    private final Problems problems;

    public FieldMappingParser(Problems problems) {
        this.problems = problems;
    }

    /// @return null when there are problems
    public @Nullable FieldMapping parse(String text) {
        var documents = YamlReader.read(text, problems);
        if (!problems.isEmpty()) {
            return null;
        }
        if (documents.size() != 1 || !(documents.getFirst() instanceof Mapping root)) {
            problems.add(Position.START, "a field mapping is one map with a logsource and sections like aliases");
            return null;
        }
        for (var entry : root.entries()) {
            if (!KEYS.contains(entry.key().text())) {
                problems.add(
                        entry.key(),
                        "unknown key '" + entry.key().text() + "'; accepted: "
                                + String.join(", ", new TreeSet<>(KEYS)));
            }
        }
        var logSource = section(root, "logsource");
        var product = text(logSource, "product");
        var service = text(logSource, "service");
        var category = text(logSource, "category");
        if (product == null && service == null && category == null) {
            problems.add(
                    root, "a field mapping names its log source; write logsource: {product: aws, service: cloudtrail}");
        }
        var sections = new FieldMapping.Sections(
                places(section(root, "aliases")),
                places(section(root, "merge")),
                values(section(root, "values")),
                absent(section(root, "absent")),
                encodings(section(root, "decode")),
                new Fields(root, problems).texts("envelope"),
                new OriginParser(this::path, problems).parse(section(root, "ocsf")));
        for (var name : sections.merge().keySet()) {
            if (sections.aliases().containsKey(name)) {
                problems.add(root, "'" + name + "' is both an alias and merged; keep one");
            }
        }
        return problems.isEmpty() ? new FieldMapping(category, product, service, sections) : null;
    }

    private Map<String, Map<String, List<String>>> values(Mapping section) {
        Map<String, Map<String, List<String>>> found = new HashMap<>();
        for (var entry : section.entries()) {
            var name = entry.key().text();
            var map = new Fields(section, problems).map(name);
            if (map != null) {
                Map<String, List<String>> called = new LinkedHashMap<>();
                for (var value : map.entries()) {
                    var raw = value.key().text();
                    called.put(raw, new Fields(map, problems).texts(raw));
                }
                found.put(name, called);
            }
        }
        return found;
    }

    private Map<String, String> absent(Mapping section) {
        Map<String, String> found = new HashMap<>();
        for (var entry : section.entries()) {
            var text = new Fields(section, problems).text(entry.key().text());
            if (text != null) {
                found.put(entry.key().text(), text);
            }
        }
        return found;
    }

    private Mapping section(Mapping root, String key) {
        var node = root.get(key);
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        if (node != null && !(node instanceof Scalar s && s.kind() == YamlNode.Kind.NULL)) {
            problems.add(node, "'" + key + "' must be a map, not " + node.described());
        }
        return new Mapping(List.of(), root.position());
    }

    private @Nullable String text(Mapping mapping, String key) {
        var node = mapping.get(key);
        if (node == null || node instanceof Scalar) {
            return node == null ? null : ((Scalar) node).text();
        }
        problems.add(node, "'" + key + "' must be a string, not " + node.described());
        return null;
    }

    private Map<String, List<MappedPath>> places(Mapping section) {
        Map<String, List<MappedPath>> found = new HashMap<>();
        for (var entry : section.entries()) {
            List<YamlNode> items = switch (entry.value()) {
                case Sequence list -> list.items();
                case Scalar scalar -> List.of(scalar);
                case Mapping map -> List.of(map);
            };
            if (items.isEmpty()) {
                problems.add(entry.value(), "list at least one path");
            }
            found.put(entry.key().text(), items.stream().map(this::path).toList());
        }
        return found;
    }

    private MappedPath path(YamlNode node) {
        if (node instanceof Scalar scalar && scalar.isString() && !scalar.text().isBlank()) {
            try {
                return MappedPath.parse(scalar.text());
            } catch (IllegalArgumentException e) {
                problems.add(node, String.valueOf(e.getMessage()));
            }
        } else {
            problems.add(node, "a path is a string like userIdentity.arn, not " + node.described());
        }
        return new MappedPath("", null, "", null);
    }

    private Map<String, Encoding> encodings(Mapping section) {
        Map<String, Encoding> found = new HashMap<>();
        for (var entry : section.entries()) {
            var name = entry.value() instanceof Scalar scalar
                    ? scalar.text()
                    : entry.value().described();
            switch (name) {
                case "json" -> found.put(entry.key().text(), Encoding.JSON);
                case "url-json" -> found.put(entry.key().text(), Encoding.URL_JSON);
                default -> problems.add(entry.value(), "unknown encoding '" + name + "'; accepted: json, url-json");
            }
        }
        return found;
    }
}
