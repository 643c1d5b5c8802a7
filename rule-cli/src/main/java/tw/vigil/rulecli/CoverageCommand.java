package tw.vigil.rulecli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.coverage.AttackLayer;
import tw.vigil.rulecli.coverage.ClauseCoverage;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.sigma.RuleInfo;

@Command(
        name = "coverage",
        description = {
            "Says which duties of the clause register, or which ATT&CK techniques, the rules watch.",
            "--attack prints a layer for ATT&CK Navigator; with --output table or jsonl the techniques and their rules."
        },
        mixinStandardHelpOptions = true)
final class CoverageCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "Rule files or directories (default: the built-in pack).")
    private List<Path> paths = List.of();

    @ArgGroup
    private View view = new View();

    /// One of the two.
    static final class View {
        @Option(names = "--clauses", description = "By duty (default).")
        private boolean clauses;

        @Option(names = "--attack", description = "By ATT&CK technique.")
        private boolean attack;
    }

    @Option(names = "--gaps", description = "Only duties whose breach would show in events and that no rule watches.")
    private boolean gaps;

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: table; of --attack the layer).")
    private @Nullable Output output;

    /// A technique and its rules.
    record Technique(String technique, List<String> rules) {}

    @Override
    public Integer call() {
        var out = Console.out(spec);
        var pack = PackReader.read(paths);
        var compiled = Loading.compile(pack, Console.err(spec));
        List<RuleInfo> rules = compiled.rules().rules();
        if (view.clauses || !view.attack) {
            clauses(out, ClauseCoverage.of(pack, rules));
        } else {
            attack(out, rules);
        }
        return compiled.problems().isEmpty() ? 0 : 1;
    }

    private void attack(PrintWriter out, List<RuleInfo> rules) {
        if (output == null || output == Output.json) {
            try {
                out.println(
                        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(AttackLayer.of(rules)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a JSON tree is always writable", e);
            }
            return;
        }
        var rows = new ArrayList<List<String>>();
        for (Map.Entry<String, List<String>> entry :
                AttackLayer.techniques(rules).entrySet()) {
            if (output.isTable()) {
                rows.add(List.of(entry.getKey(), String.join(", ", entry.getValue())));
            } else {
                Output.line(out, new Technique(entry.getKey(), entry.getValue()));
            }
        }
        Output.rows(out, rows);
    }

    private void clauses(PrintWriter out, List<ClauseCoverage> all) {
        var rows = new ArrayList<List<String>>();
        for (ClauseCoverage clause : all) {
            if (gaps && !clause.isGap()) {
                continue;
            }
            if (output == null || output.isTable()) {
                rows.add(List.of(
                        clause.status(),
                        clause.clause(),
                        clause.strength(),
                        String.join("+", clause.modes()),
                        clause.rules().isEmpty() ? "-" : String.join(" ", clause.rules()),
                        clause.english()));
            } else {
                Output.line(out, clause);
            }
        }
        if (output == null || output.isTable()) {
            Output.rows(out, rows);
            long watched = all.stream().filter(ClauseCoverage::isWatched).count();
            long open = all.stream().filter(ClauseCoverage::isGap).count();
            out.println(all.size() + " duties: " + watched + " watched by rules, " + open + " with gap, "
                    + (all.size() - watched - open) + " attested by people or out of sight");
        }
    }
}
