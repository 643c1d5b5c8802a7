package tw.vigil.rulecli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
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
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.explain.Explanation;
import tw.vigil.rulecli.pack.PackException;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rulecli.pack.Yaml;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

@Command(
        name = "explain",
        description =
                "Shows which conditions of a rule hold for an event, and what the event has instead where they do not.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_CELL = 60;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-r", "--rule"},
            paramLabel = "RULE",
            required = true,
            description = "A rule file, or key, id or name of a built-in rule.")
    private String rule = "";

    @Option(
            names = {"-e", "--event"},
            paramLabel = "FILE",
            required = true,
            description = "A file with one event as JSON.")
    private String event = "";

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    @Override
    public Integer call() {
        var out = Console.out(spec);
        boolean isFile = Files.isRegularFile(Path.of(rule));
        RulePack pack = PackReader.read(isFile ? List.of(Path.of(rule)) : List.of());
        RuleSet rules = Loading.compile(pack, Console.err(spec)).rules();
        RuleInfo asked = isFile ? null : Loading.rule(rules, rule);
        if (!isFile && asked == null) {
            throw new PackException("no rule file and no built-in rule is called '" + rule + "'");
        }
        RuleFile file = isFile ? pack.rules().getFirst() : fileOf(pack, asked);
        List<Explanation> explanations = Explanation.of(pack, rules, file, asked, event());
        for (Explanation explanation : explanations) {
            print(out, explanation);
        }
        return explanations.isEmpty() ? 1 : 0;
    }

    private static RuleFile fileOf(RulePack pack, @Nullable RuleInfo asked) {
        for (RuleFile file : pack.rules()) {
            for (Object document : Yaml.documents(file.path(), file.text())) {
                if (asked != null
                        && document instanceof Map<?, ?> map
                        && asked.id().equals(map.get("id"))) {
                    return file;
                }
            }
        }
        throw new PackException("the file of the rule was not found");
    }

    private JsonNode event() {
        Path path = Path.of(event.startsWith("@") ? event.substring(1) : event);
        try {
            JsonNode node = MAPPER.readTree(Files.readAllBytes(path));
            if (!node.isObject()) {
                throw new PackException(path + ": one JSON object is expected");
            }
            return node;
        } catch (IOException e) {
            throw new PackException(path + ": " + e.getMessage(), e);
        }
    }

    private void print(PrintWriter out, Explanation explanation) {
        if (!output.isTable()) {
            explanation.items().forEach(item -> Output.line(out, item));
            return;
        }
        String key = explanation.rule().vigil().key();
        out.println((explanation.matches() ? "MATCH     " : "NO MATCH  ")
                + (key == null ? "" : key + " ")
                + explanation.rule().title());
        out.println("condition " + explanation.condition());
        var rows = new ArrayList<List<String>>();
        for (Explanation.Item item : explanation.items()) {
            String actual = item.actual();
            rows.add(List.of(
                    item.held() ? "PASS" : "FAIL",
                    item.selection(),
                    item.field(),
                    "expected " + cell(item.expected()),
                    "actual " + (actual == null ? "(absent)" : actual)));
        }
        Output.rows(out, rows);
    }

    /// Long lists would push what the event has out of sight; `--output jsonl` gives more of them.
    private static String cell(String text) {
        return text.length() <= MAX_CELL ? text : text.substring(0, MAX_CELL) + "…";
    }
}
