package tw.vigil.rulecli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.lint.Check;
import tw.vigil.rulecli.lint.LintFinding;
import tw.vigil.rulecli.lint.LintProblem;
import tw.vigil.rulecli.lint.LintReference;
import tw.vigil.rulecli.lint.RuleLint;
import tw.vigil.rulecli.lint.Sarif;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rules.proof.PackException;

@Command(
        name = "lint",
        description = {
            "Says what is wrong with rules: errors are rejected at load, warnings are likely wrong or miss what our"
                    + " packs ask for, infos are taste and speed.",
            "Each code is explained in docs/lint-checks.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no error (with --strict: no warning)", "1:errors", "2:called wrongly"},
        mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
    private static final int MAX_ROUNDS = 10;

    /// How lint speaks; beside the usual forms also SARIF.
    enum LintOutput {
        table,
        json,
        jsonl,
        sarif
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "Rule files or directories (default: the built-in pack).")
    private List<Path> paths = List.of();

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LintOutput output = LintOutput.table;

    @Option(names = "--strict", description = "Warnings fail too.")
    private boolean strict;

    @Option(
            names = "--severity",
            description = "Shows this and worse: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Check.Severity severity = Check.Severity.info;

    @Option(names = "--fix", description = "Mends what is safe to mend, in place; comments and layout stay.")
    private boolean fix;

    @Option(names = "--list-checks", description = "Prints every check and ends.")
    private boolean listChecks;

    @Override
    public Integer call() {
        var out = Console.out(spec);
        if (listChecks) {
            out.print(LintReference.markdown());
            return 0;
        }
        RulePack pack = PackReader.read(paths);
        List<LintFinding> findings = RuleLint.check(pack);
        if (fix) {
            if (paths.isEmpty()) {
                throw new PackException("--fix needs the files to mend; the built-in pack cannot be changed");
            }
            for (int round = 0; round < MAX_ROUNDS && write(RuleLint.mended(pack, findings)); round++) {
                pack = PackReader.read(paths);
                findings = RuleLint.check(pack);
            }
        }
        List<LintFinding> shown = findings.stream()
                .filter(finding ->
                        Check.valueOf(finding.problem().code()).severity().compareTo(severity) <= 0)
                .toList();
        print(out, pack, shown);
        return findings.stream()
                        .map(LintFinding::problem)
                        .anyMatch(problem -> problem.isError() || (strict && problem.isWarning()))
                ? 1
                : 0;
    }

    private boolean write(Map<String, String> mended) {
        mended.forEach((file, text) -> {
            try {
                Files.writeString(Path.of(file), text);
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": " + e.getMessage(), e);
            }
            Console.err(spec).println("mended " + file);
        });
        return !mended.isEmpty();
    }

    private void print(PrintWriter out, RulePack pack, List<LintFinding> findings) {
        switch (output) {
            case json, jsonl -> findings.forEach(finding -> Output.line(out, finding.problem()));
            case sarif -> {
                try {
                    out.println(
                            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Sarif.of(findings)));
                } catch (IOException e) {
                    throw new IllegalStateException("a JSON tree is always writable", e);
                }
            }
            case table -> table(out, pack, findings);
        }
    }

    private static void table(PrintWriter out, RulePack pack, List<LintFinding> findings) {
        var rows = new ArrayList<List<String>>();
        for (LintFinding finding : findings) {
            LintProblem problem = finding.problem();
            rows.add(List.of(
                    problem.file() + ":" + problem.line() + ":" + problem.column(),
                    problem.severity(),
                    problem.code(),
                    problem.message() + (finding.edit() == null ? "" : " [fixable]")));
        }
        Output.rows(out, rows);
        long errors = findings.stream().filter(f -> f.problem().isError()).count();
        long warnings = findings.stream().filter(f -> f.problem().isWarning()).count();
        long fixable = findings.stream().filter(f -> f.edit() != null).count();
        out.println(pack.rules().size() + " files, " + errors + " errors, " + warnings + " warnings, "
                + (findings.size() - errors - warnings) + " infos" + (fixable == 0 ? "" : ", " + fixable + " fixable"));
    }
}
