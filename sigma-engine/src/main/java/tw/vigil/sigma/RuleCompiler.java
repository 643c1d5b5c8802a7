package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tw.vigil.sigma.ParseResult.Parsed;
import tw.vigil.sigma.ParseResult.Rejected;
import tw.vigil.sigma.mapping.FieldMapping;
import tw.vigil.sigma.mapping.FieldMappingParser;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.rule.ContentHash;
import tw.vigil.sigma.rule.DocumentParser;
import tw.vigil.sigma.rule.Register;
import tw.vigil.sigma.rule.RejectedReferences;
import tw.vigil.sigma.rule.RuleDocument;
import tw.vigil.sigma.rule.RuleDocument.FilterRule;
import tw.vigil.sigma.rule.RuleDocument.Listening;
import tw.vigil.sigma.rule.RuleDocument.Reference;
import tw.vigil.sigma.rule.RuleTables;
import tw.vigil.sigma.yaml.Position;
import tw.vigil.sigma.yaml.Problems;

/// From files to a rule set: reads each file, throws out files with problems until what is left refers only
/// to itself, and links the rest.
final class RuleCompiler {

    private static final List<String> ARRAY_SCOPES = List.of("[any]", "[all]", "[none]", "[all_or_empty]");

    private final RuleContext context;
    private final List<RuleProblem> problems = new ArrayList<>();
    private final List<RuleProblem> warnings = new ArrayList<>();
    /// Ids and names of rules that rejected documents refer to.
    private final Set<String> muted = new HashSet<>();

    /// A document with the file that it came from.
    record Located(RuleFile file, RuleDocument document) {}

    RuleCompiler(RuleContext context) {
        this.context = context;
    }

    Compilation compile(List<RuleFile> files) {
        var mappings = mappings();
        var ocsfNames = new HashSet<String>();
        mappings.forEach(mapping -> ocsfNames.addAll(mapping.ocsfNames()));
        var tables = new RuleTables(context.watchLists(), registers(), ocsfNames);
        List<Located> documents = new ArrayList<>();
        for (var file : files) {
            switch (parse(file, tables)) {
                case Parsed<List<RuleDocument>>(var parsed) ->
                    parsed.forEach(document -> documents.add(new Located(file, document)));
                case Rejected<List<RuleDocument>>(var found) -> {
                    problems.addAll(found);
                    muted.addAll(RejectedReferences.of(file.text()));
                }
            }
        }
        var consistent = consistent(documents);
        warn(consistent);
        var linked = new RuleLinker(tables, consistent, muted).link(hash(documents), mappings);
        return new Compilation(linked, problems, warnings);
    }

    static ParseResult<List<RuleDocument>> parse(RuleFile file, RuleTables tables) {
        var found = new Problems();
        var documents = new DocumentParser(tables, found).parse(file.text());
        return found.isEmpty() ? new Parsed<>(documents) : new Rejected<>(located(file, found));
    }

    private static List<RuleProblem> located(RuleFile file, Problems found) {
        return found.found().stream()
                .map(p -> problem(file, p.position(), p.message()))
                .toList();
    }

    private static RuleProblem problem(RuleFile file, Position position, String message) {
        return new RuleProblem(file.path(), position.line(), position.column(), message);
    }

    private List<FieldMapping> mappings() {
        List<FieldMapping> mappings = new ArrayList<>();
        for (var file : context.fieldMappings()) {
            var found = new Problems();
            var mapping = new FieldMappingParser(found).parse(file.text());
            problems.addAll(located(file, found));
            if (mapping != null) {
                mappings.add(mapping);
            }
        }
        return mappings;
    }

    private Map<String, Register> registers() {
        Map<String, Register> registers = new HashMap<>();
        for (var file : context.registers()) {
            var found = new Problems();
            var register = Register.parse(file.text(), found);
            problems.addAll(located(file, found));
            if (register != null && registers.putIfAbsent(register.name(), register) != null) {
                problems.add(
                        problem(file, Position.START, "there is another register named '" + register.name() + "'"));
            }
        }
        return registers;
    }

    private void warn(List<Located> documents) {
        for (var located : documents) {
            var metadata = located.document().metadata();
            if (muted.stream().anyMatch(metadata::isCalled)) {
                warnings.add(problem(
                        located.file(),
                        metadata.position(),
                        "'" + metadata.title() + "' stays silent: a document that refers to it was rejected"));
            }
            if (located.document() instanceof RuleDocument.DetectionRule rule
                    && !metadata.others().containsKey("sigma-version")) {
                ARRAY_SCOPES.stream()
                        .filter(scope -> asks(rule.detection(), scope))
                        .forEach(
                                scope -> warnings.add(
                                        problem(
                                                located.file(),
                                                metadata.position(),
                                                "'" + scope
                                                        + "' is part of a field name here; 'sigma-version: 3' makes it an array selector")));
            }
            if (located.document() instanceof FilterRule(var _, var _, var rules, var _) && rules != null) {
                for (var reference : rules) {
                    if (documents.stream().noneMatch(d -> isDetection(d, reference.name()))) {
                        warnings.add(problem(
                                located.file(),
                                reference.position(),
                                "the filter has no effect: no detection has the id or name '" + reference.name()
                                        + "'; 'rules: any' means all of the log source"));
                    }
                }
            }
        }
    }

    private static boolean asks(Detection detection, String scope) {
        return switch (detection) {
            case Detection.All(var parts) -> parts.stream().anyMatch(part -> asks(part, scope));
            case Detection.Any(var parts) -> parts.stream().anyMatch(part -> asks(part, scope));
            case Detection.Not(var part) -> asks(part, scope);
            case Detection.Named(var _, var part) -> asks(part, scope);
            case Detection.Item item -> item.label().contains(scope);
            case Detection.Scoped _ -> false;
        };
    }

    private static boolean isDetection(Located located, String reference) {
        return located.document() instanceof RuleDocument.DetectionRule rule
                && rule.metadata().isCalled(reference);
    }

    /// Throwing out one file can break another; ends because each round has fewer documents.
    private List<Located> consistent(List<Located> documents) {
        var left = documents;
        while (true) {
            Set<RuleFile> broken = check(left);
            if (broken.isEmpty()) {
                return left;
            }
            broken.forEach(file -> muted.addAll(RejectedReferences.of(file.text())));
            left = left.stream()
                    .filter(located -> !broken.contains(located.file()))
                    .toList();
        }
    }

    private Set<RuleFile> check(List<Located> documents) {
        Set<RuleFile> broken = new LinkedHashSet<>();
        Map<String, Located> known = new HashMap<>();
        for (var located : documents) {
            var metadata = located.document().metadata();
            for (var reference : references(located)) {
                var other = known.putIfAbsent(reference, located);
                if (other != null) {
                    broken.add(located.file());
                    problems.add(problem(
                            located.file(),
                            metadata.position(),
                            "'" + reference + "' is already the id or name of a rule in "
                                    + other.file().path() + "; ids and names are unique"));
                }
            }
        }
        for (var located : documents) {
            if (located.document() instanceof Listening listener && !checkReferences(located, listener, known)) {
                broken.add(located.file());
            }
        }
        if (broken.isEmpty()) {
            checkCycles(documents, known, broken);
        }
        return broken;
    }

    private static Set<String> references(Located located) {
        var metadata = located.document().metadata();
        Set<String> references = new LinkedHashSet<>();
        references.add(metadata.id());
        if (metadata.name() != null) {
            references.add(metadata.name());
        }
        return references;
    }

    private boolean checkReferences(Located located, Listening listener, Map<String, Located> known) {
        int before = problems.size();
        for (Reference reference : listener.rules()) {
            var target = known.get(reference.name());
            var accepted = "; accepted: ids and names of detections, correlations and baselines";
            var message = switch (target == null ? null : target.document()) {
                case null -> "no rule has the id or name '" + reference.name() + "'";
                case RuleDocument.FilterRule _ -> "'" + reference.name() + "' is a filter" + accepted;
                case RuleDocument.ExpectationRule _ -> "'" + reference.name() + "' is an expectation" + accepted;
                case RuleDocument.DetectionRule _, RuleDocument.CorrelationRule _, RuleDocument.BaselineRule _ -> "";
            };
            if (!message.isEmpty()) {
                problems.add(problem(located.file(), reference.position(), message));
            }
        }
        return problems.size() == before;
    }

    private void checkCycles(List<Located> documents, Map<String, Located> known, Set<RuleFile> broken) {
        for (var located : documents) {
            if (located.document() instanceof Listening listener) {
                for (Reference reference : listener.rules()) {
                    if (reaches(reference.name(), listener, known, new HashSet<>())) {
                        broken.add(located.file());
                        problems.add(problem(
                                located.file(),
                                reference.position(),
                                "'" + reference.name() + "' refers back to this rule; correlations form no cycle"));
                    }
                }
            }
        }
    }

    private static boolean reaches(
            String reference, Listening target, Map<String, Located> known, Set<String> visited) {
        var located = known.get(reference);
        if (located == null || !(located.document() instanceof Listening listener) || !visited.add(reference)) {
            return false;
        }
        return listener.metadata().id().equals(target.metadata().id())
                || listener.rules().stream().anyMatch(next -> reaches(next.name(), target, known, visited));
    }

    private String hash(List<Located> documents) {
        var parts = new ArrayList<String>();
        documents.forEach(located -> parts.add(located.document().metadata().sha256()));
        context.fieldMappings().forEach(file -> parts.add(ContentHash.sha256(file.text())));
        context.registers().forEach(file -> parts.add(ContentHash.sha256(file.text())));
        parts.sort(null);
        new TreeMap<>(context.watchLists()).forEach((name, values) -> parts.add(name + values));
        return ContentHash.sha256(String.join("\n", parts));
    }
}
