package tw.vigil.rulecli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.proof.JUnitReport;
import tw.vigil.rulecli.proof.ProofRun;
import tw.vigil.rulecli.proof.ProofRun.Outcome;

@Command(
        name = "test",
        description =
                "Runs the events beside each rule (RULE.events.yml) through the production engine, in virtual time.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "Rule files or directories (default: the built-in pack).")
    private List<Path> paths = List.of();

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write a JUnit report.")
    private @Nullable Path junit;

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    @Override
    public Integer call() {
        var out = Console.out(spec);
        var pack = PackReader.read(paths);
        var compiled = Loading.compile(pack, Console.err(spec));
        List<Outcome> outcomes = ProofRun.run(pack, compiled.rules());
        long passed = outcomes.stream().filter(Outcome::passed).count();
        if (output.isTable()) {
            print(out, outcomes);
            out.println(compiled.rules().rules().size() + " rules, " + outcomes.size() + " cases, " + passed
                    + " passed, " + (outcomes.size() - passed) + " failed");
        } else {
            outcomes.forEach(outcome -> Output.line(out, outcome));
        }
        if (junit != null) {
            try {
                JUnitReport.write(junit, outcomes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (outcomes.isEmpty()) {
            Console.err(spec).println("no case was found beside the rules");
            return 1;
        }
        return passed == outcomes.size() && compiled.problems().isEmpty() ? 0 : 1;
    }

    private static void print(PrintWriter out, List<Outcome> outcomes) {
        var rows = new ArrayList<List<String>>();
        for (Outcome outcome : outcomes) {
            String failure = outcome.failure();
            rows.add(List.of(
                    failure == null ? "PASS" : "FAIL",
                    Path.of(outcome.rulePath()).getFileName().toString(),
                    outcome.fires() ? "fires" : "silent",
                    outcome.caseName() + (failure == null ? "" : ": " + failure)));
        }
        Output.rows(out, rows);
    }
}
