package tw.vigil.sigma.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.rule.RuleDocument.DetectionRule;
import tw.vigil.sigma.rule.RuleDocument.FilterRule;
import tw.vigil.sigma.rule.RuleDocument.Reference;
import tw.vigil.sigma.yaml.Position;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlReader;

/// Reads the documents of one rule file and collects all that is wrong with them.
public final class DocumentParser {

    private static final List<String> KINDS =
            List.of("detection", "correlation", "filter", RuleKinds.EXPECTATION, RuleKinds.BASELINE);

    private static final Set<String> VERSIONS = Set.of("1", "2", "3");

    private final RuleTables tables;
    private final Problems problems;

    public DocumentParser(RuleTables tables, Problems problems) {
        this.tables = tables;
        this.problems = problems;
    }

    /// Use the documents only when there are no problems.
    public List<RuleDocument> parse(String text) {
        var nodes = YamlReader.read(text, problems);
        List<RuleDocument> documents = new ArrayList<>();
        if (nodes.isEmpty() && problems.isEmpty()) {
            problems.add(Position.START, "the file holds no rule");
        }
        for (var document : new CollectionExpansion(problems).expand(nodes)) {
            var parsed = parse(document);
            if (parsed != null) {
                documents.add(parsed);
            }
        }
        return documents;
    }

    private @Nullable RuleDocument parse(Mapping document) {
        var kinds = KINDS.stream().filter(document::has).toList();
        if (kinds.size() != 1) {
            problems.add(
                    document,
                    "a rule document has one of: " + String.join(", ", KINDS) + "; this has "
                            + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
            return null;
        }
        int before = problems.count();
        var metadata = new MetadataParser(document, problems).parse();
        var body = new Fields(document, problems).map(kinds.getFirst());
        if (body == null) {
            return null;
        }
        var parsed = switch (kinds.getFirst()) {
            case "detection" -> detection(document, body, metadata);
            case "filter" -> filter(document, body, metadata);
            case RuleKinds.EXPECTATION -> new ListenerParser(body, metadata, tables, problems).expectation();
            case RuleKinds.BASELINE -> new ListenerParser(body, metadata, tables, problems).baseline();
            default -> new CorrelationParser(document, body, metadata, problems).parse();
        };
        return problems.count() > before ? null : parsed;
    }

    private @Nullable DetectionRule detection(Mapping document, Mapping body, Metadata metadata) {
        var logSource = logSource(document);
        boolean ocsf = isOcsf(document);
        var detection =
                new DetectionParser(tables, ocsf, hasArrayScopes(document), problems).parse(body, Set.of("condition"));
        return detection == null ? null : new DetectionRule(metadata, logSource, ocsf, detection);
    }

    private @Nullable FilterRule filter(Mapping document, Mapping body, Metadata metadata) {
        var logSource = logSource(document);
        var names = new Fields(body, problems).scalars("rules");
        if (names.isEmpty()) {
            problems.add(body, "a filter says to which rules it applies; write rules: [id or name, …] or rules: any");
        }
        boolean any = names.size() == 1 && names.getFirst().text().equals("any");
        var detection = new DetectionParser(tables, isOcsf(document), hasArrayScopes(document), problems)
                .parse(body, Set.of("condition", "rules"));
        return detection == null
                ? null
                : new FilterRule(metadata, logSource, any ? null : references(names), detection);
    }

    static List<Reference> references(List<Scalar> names) {
        return names.stream().map(n -> new Reference(n.text(), n.position())).toList();
    }

    /// Rules of the next major version opt in: in the others a bracket is part of a field name.
    private boolean hasArrayScopes(Mapping document) {
        var version = new Fields(document, problems).scalar("sigma-version");
        if (version == null) {
            return false;
        }
        var major = version.text().split("\\.", 2)[0];
        if (!VERSIONS.contains(major)) {
            problems.add(version, "unknown sigma-version '" + version.text() + "'; accepted: 1, 2, 3");
        }
        return major.equals("3");
    }

    private boolean isOcsf(Mapping document) {
        var taxonomy = new Fields(document, problems).scalar("taxonomy");
        if (taxonomy == null || taxonomy.text().equals("sigma")) {
            return false;
        }
        if (!taxonomy.text().equals("ocsf")) {
            problems.add(taxonomy, "unknown taxonomy '" + taxonomy.text() + "'; accepted: sigma, ocsf");
        }
        return true;
    }

    private LogSourceFields logSource(Mapping document) {
        var node = new Fields(document, problems).map("logsource");
        if (node == null) {
            if (!document.has("logsource")) {
                problems.add(document, "the rule has no logsource; write for example logsource: {product: aws}");
            }
            return new LogSourceFields(null, null, null);
        }
        var fields = new Fields(node, problems);
        var logSource = new LogSourceFields(name(fields, "category"), name(fields, "product"), name(fields, "service"));
        boolean everySource = node.has("definition")
                && document.get("taxonomy") instanceof Scalar taxonomy
                && taxonomy.text().equals("ocsf");
        if (!everySource && logSource.equals(new LogSourceFields(null, null, null))) {
            problems.add(
                    node,
                    "a logsource has at least one of: category, product, service; with taxonomy: ocsf a definition alone"
                            + " means every source");
        }
        return logSource;
    }

    private @Nullable String name(Fields fields, String key) {
        var scalar = fields.scalar(key);
        if (scalar == null) {
            return null;
        }
        if (!scalar.isString()) {
            problems.add(scalar, "'" + key + "' must be a string, not " + scalar.described());
        }
        return scalar.text();
    }
}
