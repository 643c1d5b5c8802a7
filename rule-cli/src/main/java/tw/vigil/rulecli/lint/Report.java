package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects what the checks find.
final class Report {
    private final List<LintFinding> findings = new ArrayList<>();

    /// @param node where it is; null = the document as a whole
    void add(Check check, RuleDocument document, @Nullable Node node, String message) {
        add(check, document, node, message, null);
    }

    void add(Check check, RuleDocument document, @Nullable Node node, String message, @Nullable Edit edit) {
        int line = node == null ? document.line() : RuleDocument.lineOf(node);
        int column = node == null ? 1 : RuleDocument.columnOf(node);
        add(check, document.file(), line, column, message, edit);
    }

    void add(Check check, String file, int line, int column, String message) {
        add(check, file, line, column, message, null);
    }

    void add(Check check, String file, int line, int column, String message, @Nullable Edit edit) {
        findings.add(new LintFinding(LintProblem.of(check, file, line, column, message), edit));
    }

    /// By file, line, column and code.
    List<LintFinding> sorted() {
        findings.sort(
                Comparator.comparing((LintFinding finding) -> finding.problem().file())
                        .thenComparingInt(finding -> finding.problem().line())
                        .thenComparingInt(finding -> finding.problem().column())
                        .thenComparing(finding -> finding.problem().code()));
        return List.copyOf(findings);
    }
}
