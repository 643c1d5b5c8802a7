package tw.vigil.rulecli.lint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tw.vigil.rulecli.fields.Spelling;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleProblem;

/// The engine's rejections under the codes of the place where they occur: the engine's words may change, the
/// place of a problem in a rule does not.
final class EngineProblems {
    private static final Set<String> METADATA = Set.of(
            "title",
            "id",
            "name",
            "level",
            "status",
            "date",
            "modified",
            "tags",
            "description",
            "falsepositives",
            "vigil");
    private static final List<String> MODIFIERS = List.of(
            "contains",
            "startswith",
            "endswith",
            "all",
            "neq",
            "cased",
            "exists",
            "re",
            "cidr",
            "base64",
            "base64offset",
            "wide",
            "utf16le",
            "utf16be",
            "utf16",
            "windash",
            "expand",
            "fieldref");

    private final Map<String, RuleFile> files;
    private final LintInput input;

    EngineProblems(Map<String, RuleFile> files, LintInput input) {
        this.files = files;
        this.input = input;
    }

    void add(RuleProblem problem, Report report) {
        Check check = check(problem);
        report.add(check, problem.file(), problem.line(), problem.column(), problem.message() + hint(check, problem));
    }

    private Check check(RuleProblem problem) {
        if (!files.containsKey(problem.file())) {
            return Check.E018;
        }
        List<RuleDocument> documents = input.documents().stream()
                .filter(document -> document.file().equals(problem.file()))
                .toList();
        if (documents.isEmpty()) {
            return Check.E003;
        }
        for (RuleDocument document : documents.reversed()) {
            for (var entry : document.keys().entrySet()) {
                Node value = entry.getValue().value();
                if (within(entry.getValue().key(), problem)) {
                    boolean whole = RuleDocument.lineOf(entry.getValue().key()) == document.line();
                    return !whole && METADATA.contains(entry.getKey())
                            ? Check.E010
                            : Check.E001; // at the first key the engine speaks of the document
                }
                if (within(value, problem)) {
                    return below(entry.getKey(), value, problem);
                }
            }
        }
        return Check.E001;
    }

    private static Check below(String key, Node value, RuleProblem problem) {
        return switch (key) {
            case "logsource" -> Check.E011;
            case "correlation" -> Check.E015;
            case "detection" -> detection(value, problem, Check.E001);
            case "filter" -> detection(value, problem, Check.E016);
            default -> METADATA.contains(key) ? Check.E010 : Check.E001;
        };
    }

    private static Check detection(Node block, RuleProblem problem, Check otherwise) {
        for (var entry : RuleDocument.entries(block).entrySet()) {
            Node value = entry.getValue().value();
            if (!within(value, problem)) {
                continue;
            }
            if (entry.getKey().equals("condition")) {
                return Check.E014;
            }
            if (entry.getKey().equals("rules")) {
                return Check.E016;
            }
            return item(value, problem);
        }
        return otherwise;
    }

    private static Check item(Node node, RuleProblem problem) {
        if (node instanceof SequenceNode list) {
            return list.getValue().stream()
                    .filter(part -> within(part, problem))
                    .map(part -> item(part, problem))
                    .findFirst()
                    .orElse(Check.E013);
        }
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (within(tuple.getKeyNode(), problem)) {
                    return Check.E012;
                }
                boolean expands = tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().contains("|expand");
                if (within(tuple.getValueNode(), problem)) {
                    return expands && problem.message().contains("%") ? Check.E017 : Check.E013;
                }
            }
        }
        return Check.E013;
    }

    private static boolean within(Node node, RuleProblem problem) {
        long at = place(problem.line() - 1, problem.column() - 1);
        long start =
                node.getStartMark().map(m -> place(m.getLine(), m.getColumn())).orElse(Long.MAX_VALUE);
        long end = node.getEndMark().map(m -> place(m.getLine(), m.getColumn())).orElse(Long.MIN_VALUE);
        return start <= at && (at < end || at == start);
    }

    private static long place(int line, int column) {
        return line * 1_000_000L + column;
    }

    /// What was meant, where the engine only knows that it is not there.
    private String hint(Check check, RuleProblem problem) {
        int open = problem.message().indexOf('\'');
        int close = problem.message().indexOf('\'', open + 1);
        String name = open >= 0 && close > open ? problem.message().substring(open + 1, close) : "";
        var known = new TreeSet<String>();
        switch (check) {
            case E012 -> known.addAll(MODIFIERS);
            case E014 ->
                input.documents().stream()
                        .filter(document -> document.file().equals(problem.file()))
                        .forEach(document -> known.addAll(document.selections().keySet()));
            case E015 -> input.documents().forEach(document -> known.addAll(document.names()));
            case E017 -> {
                int percent = problem.message().indexOf('%');
                int next = problem.message().indexOf('%', percent + 1);
                name = next > percent ? problem.message().substring(percent + 1, next) : "";
                known.addAll(input.pack().watchLists().keySet());
            }
            default -> {
                return "";
            }
        }
        return name.isEmpty() || known.contains(name) ? "" : Spelling.hint(name, known);
    }
}
