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
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rulecli.proof.ConditionCoverage;
import tw.vigil.rulecli.proof.JUnitReport;
import tw.vigil.rulecli.proof.ProofGate;
import tw.vigil.rulecli.proof.ProofRun;
import tw.vigil.rulecli.proof.ProofRun.Outcome;
import tw.vigil.sigma.RuleFile;

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

    @Option(
            names = "--minimum-tests",
            paramLabel = "N",
            description = "Each rule file needs so many cases, at least one that fires and one that does not.")
    private int minimumTests;

    @Option(names = "--coverage", description = "Says what of each rule no event reached.")
    private boolean coverage;

    @Option(
            names = "--minimum-coverage",
            paramLabel = "PERCENT",
            description = "Of all rules together; below it the command fails.")
    private int minimumCoverage;

    @Override
    public Integer call() {
        var out = Console.out(spec);
        var pack = PackReader.read(paths);
        var compiled = Loading.compile(pack, Console.err(spec));
        List<Outcome> outcomes = ProofRun.run(pack, compiled.rules());
        long passed = outcomes.stream().filter(Outcome::passed).count();
        List<ConditionCoverage> reached = ConditionCoverage.of(pack);
        int percent = ConditionCoverage.percent(
                reached.stream().mapToInt(ConditionCoverage::reached).sum(),
                reached.stream().mapToInt(ConditionCoverage::goals).sum());
        if (output.isTable()) {
            print(out, outcomes);
            if (coverage) {
                print(out, pack, reached);
            }
            out.println(compiled.rules().rules().size() + " rules, " + outcomes.size() + " cases, " + passed
                    + " passed, " + (outcomes.size() - passed) + " failed");
            out.println("condition coverage " + percent + " %"
                    + (coverage || percent == 100 ? "" : "; --coverage says what is missing"));
        } else {
            outcomes.forEach(outcome -> Output.line(out, outcome));
            if (coverage) {
                reached.forEach(rule -> Output.line(out, rule));
            }
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
        boolean enough = enoughTests(pack, outcomes);
        if (percent < minimumCoverage) {
            Console.err(spec).println("condition coverage " + percent + " %, asked " + minimumCoverage + " %");
            enough = false;
        }
        return enough && passed == outcomes.size() && compiled.problems().isEmpty() ? 0 : 1;
    }

    private boolean enoughTests(RulePack pack, List<Outcome> outcomes) {
        List<String> lacking = minimumTests == 0 ? List.of() : ProofGate.lacking(pack, outcomes, minimumTests);
        lacking.forEach(line -> Console.err(spec).println(line));
        return lacking.isEmpty();
    }

    private static void print(PrintWriter out, RulePack pack, List<ConditionCoverage> reached) {
        var rows = new ArrayList<List<String>>();
        for (ConditionCoverage rule : reached) {
            rows.add(List.of(rule.percent() + " %", rule.title(), String.join(", ", rule.missing())));
        }
        for (RuleFile file : pack.rules()) {
            if (!pack.proofs().containsKey(file.path()) && ProofGate.hasRule(file)) {
                rows.add(List.of("0 %", file.path(), "no events beside it"));
            }
        }
        Output.rows(out, rows);
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
