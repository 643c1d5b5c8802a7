package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import tw.vigil.rulecli.pack.PackException;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rulecli.proof.ProofCase;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleProblem;
import tw.vigil.sigma.RuleSet;

/// Checks a pack. What the engine rejects is an error; what our packs ask of a rule beyond Sigma is a warning,
/// since a public rule without it still works. Rules that only correlations refer to need no metadata of their
/// own.
public final class RuleLint {
    private static final String CLAUSE_TAG = "cnfa.";
    private static final int MINIMUM_CASES = 2;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Set<String> UNITS =
            Set.of("SOC", "SEC", "IT", "DEV", "CGU", "FIN", "BIZ", "LEG", "AUD", "DPO", "VND", "RSK");

    private final RulePack pack;
    private final List<LintProblem> problems = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> catalogueKeys = new HashMap<>();

    private RuleLint(RulePack pack) {
        this.pack = pack;
    }

    /// All problems, by file and line.
    public static List<LintProblem> check(RulePack pack) {
        var lint = new RuleLint(pack);
        Compilation compiled = RuleSet.compile(pack.rules(), pack.context());
        for (RuleProblem problem : compiled.problems()) {
            lint.problems.add(
                    LintProblem.error(problem.file(), problem.line(), problem.column(), "E001", problem.message()));
        }
        Set<String> silent = new TreeSet<>();
        for (RuleInfo rule : compiled.rules().rules()) {
            if (rule.silent()) {
                silent.add(rule.id());
            }
        }
        for (RuleFile file : pack.rules()) {
            for (RuleDocument document : RuleDocument.read(file)) {
                String id = RuleDocument.text(document.key("id"));
                lint.identity(document, id);
                if ((id == null || !silent.contains(id)) && document.key("filter") == null) {
                    lint.metadata(document);
                }
            }
            lint.proof(file);
        }
        lint.portListsInStep();
        lint.problems.sort(Comparator.comparing(LintProblem::file)
                .thenComparingInt(LintProblem::line)
                .thenComparing(LintProblem::code));
        return List.copyOf(lint.problems);
    }

    private void identity(RuleDocument document, @Nullable String id) {
        Node node = document.key("id");
        if (id == null || node == null) {
            warn(document, node, "W101", "no id; give the rule a UUID of its own");
            return;
        }
        if (!UUID.matcher(id).matches()) {
            warn(document, node, "W101", "id '" + id + "' is not a UUID");
        }
        String other = ids.putIfAbsent(id, document.file());
        if (other != null) {
            warn(document, node, "W113", "id is used in " + other + " too");
        }
    }

    private void metadata(RuleDocument document) {
        Node keyNode = document.vigil("key");
        String key = RuleDocument.text(keyNode);
        if (key == null) {
            warn(
                    document,
                    document.key("vigil"),
                    "W102",
                    "no vigil.key; name the rule as the catalogue does, e.g. AWS-01");
        } else {
            String other = catalogueKeys.putIfAbsent(key, document.file());
            if (other != null) {
                warn(document, keyNode, "W113", "key " + key + " is used in " + other + " too");
            }
        }
        clauses(document);
        known(document, "unit", UNITS, "W105", "the unit that acts on it");
        known(document, "playbook", pack.playbooks(), "W106", "the steps it takes");
        if (document.list("falsepositives").isEmpty()) {
            warn(document, document.key("falsepositives"), "W108", "no falsepositives; say when it fires on good work");
        }
        if (RuleDocument.text(document.vigil("title-zh")) == null) {
            warn(document, document.key("vigil"), "W109", "no vigil.title-zh");
        }
        if (RuleDocument.text(document.key("description")) == null
                || RuleDocument.text(document.vigil("description-zh")) == null) {
            warn(document, document.key("description"), "W110", "no description, or no vigil.description-zh");
        }
        if (RuleDocument.text(document.key("level")) == null) {
            warn(document, null, "W115", "no level; it counts as medium");
        }
        if (document.list("tags").stream().noneMatch(tag -> tag.getValue().startsWith("attack."))) {
            warn(document, document.key("tags"), "W116", "no ATT&CK tag");
        }
    }

    private void clauses(RuleDocument document) {
        boolean any = false;
        for (ScalarNode tag : document.list("tags")) {
            if (tag.getValue().startsWith(CLAUSE_TAG)) {
                any = true;
                String clause = tag.getValue().substring(CLAUSE_TAG.length());
                if (!pack.clauses().contains(clause)) {
                    warn(document, tag, "W104", "clause " + clause + " is not in clauses.yml");
                }
            }
        }
        if (!any) {
            warn(document, document.key("tags"), "W103", "no clause tag, for example cnfa.art8.3.1");
        }
    }

    private void known(RuleDocument document, String name, Set<String> values, String code, String meaning) {
        Node node = document.vigil(name);
        String value = RuleDocument.text(node);
        if (value == null) {
            warn(document, document.key("vigil"), code, "no vigil." + name + ": " + meaning);
        } else if (!values.contains(value)) {
            warn(
                    document,
                    node,
                    code,
                    "unknown " + name + " '" + value + "'; known: " + String.join(", ", new TreeSet<>(values)));
        }
    }

    private void proof(RuleFile file) {
        RuleFile proof = pack.proofs().get(file.path());
        if (proof == null) {
            problems.add(LintProblem.warning(
                    file.path(), 1, 1, "W111", "no .events.yml beside it: nothing proves the rule"));
            return;
        }
        try {
            var cases = ProofCase.read(proof);
            long positive = cases.stream().filter(ProofCase::fires).count();
            if (positive < MINIMUM_CASES || cases.size() - positive < MINIMUM_CASES) {
                problems.add(LintProblem.warning(
                        proof.path(),
                        1,
                        1,
                        "W112",
                        positive + " positive and " + (cases.size() - positive)
                                + " negative cases; two of each are asked"));
            }
        } catch (PackException e) {
            problems.add(LintProblem.error(proof.path(), 1, 1, "E002", String.valueOf(e.getMessage())));
        }
    }

    /// `approved_port_pairs` spells each of `approved_ports` as CloudTrail writes it; a port that stands in one
    /// list only is not approved.
    private void portListsInStep() {
        var ports = new TreeSet<>(pack.watchLists().getOrDefault("approved_ports", List.of()));
        var pairs = new TreeSet<String>();
        for (String pair : pack.watchLists().getOrDefault("approved_port_pairs", List.of())) {
            pairs.add(pair.split(",", -1)[0]);
        }
        if (!pairs.equals(ports)) {
            problems.add(LintProblem.warning(
                    "watch-lists/approved_port_pairs.yml",
                    1,
                    1,
                    "W118",
                    "says " + pairs + ", but approved_ports says " + ports));
        }
    }

    private void warn(RuleDocument document, @Nullable Node node, String code, String message) {
        int line = node == null ? document.line() : RuleDocument.lineOf(node);
        int column = node == null ? 1 : RuleDocument.columnOf(node);
        problems.add(LintProblem.warning(document.file(), line, column, code, message));
    }
}
