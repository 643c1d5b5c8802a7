package tw.vigil.rulecli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.play.Progress;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.offline.OfflineFinding;

@Command(
        name = "eval",
        description = "Runs events from a file through the rules, offline; one line per finding.",
        mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final PlayOptions options = new PlayOptions();

    @Option(
            names = "--events",
            paramLabel = "FILE",
            required = true,
            description = "One event per line: .jsonl or .jsonl.gz.")
    private Path events = Path.of("");

    private final List<List<String>> table = new ArrayList<>();

    /// A line of output; a contract for machines.
    ///
    /// @param line one-based line of the file that matched or completed the correlation
    /// @param rule id of the rule
    /// @param count events, when the rule first spoke
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"line", "rule", "key", "title", "level", "clauses", "group", "count"})
    record Found(
            int line,
            String rule,
            @Nullable String key,
            String title,
            String level,
            List<String> clauses,
            SortedMap<String, String> group,
            long count) {}

    @Override
    public Integer call() {
        var out = Console.out(spec);
        var err = Console.err(spec);
        var compiled = options.compile(err);
        var play = options.play(compiled, err, (line, finding, _) -> report(out, line, finding));
        play.play(List.of(events), Progress.onTerminal(err));
        if (options.output().isTable()) {
            Output.rows(out, table);
        }
        return play.unreadable() == 0 && compiled.problems().isEmpty() ? 0 : 1;
    }

    private void report(PrintWriter out, int line, OfflineFinding finding) {
        RuleInfo rule = finding.rule();
        String key = rule.vigil().key();
        if (options.output().isTable()) {
            table.add(List.of(
                    Integer.toString(line),
                    rule.level(),
                    key == null ? rule.id() : key,
                    rule.title(),
                    finding.group().isEmpty() ? "" : finding.group().toString(),
                    Long.toString(finding.count())));
        } else {
            Output.line(
                    out,
                    new Found(
                            line,
                            rule.id(),
                            key,
                            rule.title(),
                            rule.level(),
                            rule.clauses(),
                            finding.group(),
                            finding.count()));
        }
    }
}
