package tw.vigil.rulecli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.lint.LintProblem;
import tw.vigil.rulecli.lint.RuleLint;
import tw.vigil.rulecli.pack.PackReader;

@Command(
        name = "lint",
        description =
                "Says what is wrong with rules: errors are rejected at load, warnings miss what our packs ask for.",
        mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "Rule files or directories (default: the built-in pack).")
    private List<Path> paths = List.of();

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    @Option(names = "--strict", description = "Warnings fail too.")
    private boolean strict;

    @Override
    public Integer call() {
        var out = Console.out(spec);
        var pack = PackReader.read(paths);
        var problems = RuleLint.check(pack);
        if (output.isTable()) {
            var rows = new ArrayList<List<String>>();
            for (LintProblem problem : problems) {
                rows.add(List.of(
                        problem.file() + ":" + problem.line() + ":" + problem.column(),
                        problem.severity(),
                        problem.code(),
                        problem.message()));
            }
            Output.rows(out, rows);
            long errors = problems.stream().filter(LintProblem::isError).count();
            out.println(
                    pack.rules().size() + " files, " + errors + " errors, " + (problems.size() - errors) + " warnings");
        } else {
            problems.forEach(problem -> Output.line(out, problem));
        }
        return problems.stream().anyMatch(problem -> strict || problem.isError()) ? 1 : 0;
    }
}
