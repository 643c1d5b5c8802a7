package tw.vigil.rulecli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.explain.ConditionTree;
import tw.vigil.rulecli.explain.CorrelationExplanation;
import tw.vigil.rulecli.explain.Explanation;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rules.proof.EventSource;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;

@Command(
        name = "explain",
        description =
                "Shows which conditions of a rule hold for an event, what the event has instead where they do not, and"
                        + " which part of a correlation is missing.",
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
            description = "A file with one event as JSON, or for correlations several, one after the other.")
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
        List<JsonNode> events = events();
        int explained = 0;
        for (JsonNode event : events) {
            if (events.size() > 1 && output.isTable()) {
                out.println("event " + EventSource.identity(event));
            }
            for (Explanation explanation : Explanation.of(pack, rules, file, asked, event)) {
                print(out, explanation);
                explained++;
            }
        }
        for (CorrelationExplanation correlation : correlations(rules, file, asked, events)) {
            print(out, correlation);
            explained++;
        }
        return explained == 0 ? 1 : 0;
    }

    private static List<CorrelationExplanation> correlations(
            RuleSet rules, RuleFile file, @Nullable RuleInfo asked, List<JsonNode> events) {
        var explanations = new ArrayList<CorrelationExplanation>();
        for (Object document : Yaml.documents(file.path(), file.text())) {
            if (!(document instanceof Map<?, ?> map) || !(map.get("correlation") instanceof Map<?, ?> body)) {
                continue;
            }
            RuleInfo info = rules.rule(String.valueOf(map.get("id") == null ? map.get("name") : map.get("id")));
            if (info == null || (asked != null && asked.isDetection())) {
                continue;
            }
            LogSource source = rules.rules().stream()
                    .filter(one -> one.isDetection()
                            && Yaml.strings(body.get("rules")).stream()
                                    .anyMatch(name -> name.equals(one.id()) || name.equals(one.name())))
                    .map(RuleInfo::logSource)
                    .findFirst()
                    .orElse(new LogSource(null, null, null));
            try {
                explanations.add(CorrelationExplanation.of(rules, info, body, played(source, events)));
            } catch (MalformedEventException e) {
                throw new PackException("not an event: " + e.getMessage(), e);
            }
        }
        return explanations;
    }

    /// An event without a time comes a second after the one before it.
    private static List<OfflineEvent> played(LogSource source, List<JsonNode> events) {
        var played = new ArrayList<OfflineEvent>();
        Instant last = Instant.EPOCH;
        for (JsonNode event : events) {
            Instant own = EventSource.time(event);
            last = own == null ? last.plusSeconds(1) : own;
            byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
            played.add(new OfflineEvent(EventSource.identity(event), last, source, json));
        }
        return played;
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

    private List<JsonNode> events() {
        Path path = Path.of(event.startsWith("@") ? event.substring(1) : event);
        var events = new ArrayList<JsonNode>();
        try (MappingIterator<JsonNode> nodes = MAPPER.readerFor(JsonNode.class).readValues(Files.readAllBytes(path))) {
            while (nodes.hasNextValue()) {
                JsonNode node = nodes.nextValue();
                if (!node.isObject()) {
                    throw new PackException(path + ": JSON objects are expected, one or several");
                }
                events.add(node);
            }
        } catch (IOException e) {
            throw new PackException(path + ": " + e.getMessage(), e);
        }
        return events;
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
        tree(out, explanation.tree(), explanation.items(), "  ");
    }

    /// Each part of the condition with whether it held; below a search identifier its items with what the event
    /// has.
    private static void tree(PrintWriter out, ConditionTree tree, List<Explanation.Item> items, String indent) {
        out.println(indent + (tree.held() ? "PASS " : "FAIL ") + tree.text());
        tree.parts().forEach(part -> tree(out, part, items, indent + "  "));
        var rows = new ArrayList<List<String>>();
        for (Explanation.Item item : items) {
            if (!tree.selection().isEmpty() && item.selection().equals(tree.selection())) {
                String actual = item.actual();
                rows.add(List.of(
                        indent + "  " + (item.held() ? "PASS" : "FAIL"),
                        item.selection(),
                        item.field(),
                        "expected " + cell(item.expected()),
                        "actual " + (actual == null ? "(absent)" : actual)));
            }
        }
        Output.rows(out, rows);
    }

    private void print(PrintWriter out, CorrelationExplanation correlation) {
        if (!output.isTable()) {
            Output.line(out, correlation);
            return;
        }
        out.println((correlation.fired() > 0 ? "FIRED     " : "SILENT    ") + correlation.title() + " ("
                + correlation.type() + ", " + correlation.events() + " events)");
        correlation
                .rules()
                .forEach((name, count) ->
                        out.println("  " + (count > 0 ? "PASS " : "FAIL ") + name + ": " + count + " events match"));
        correlation
                .lacking()
                .forEach(field -> out.println(
                        "  FAIL group-by " + field + ": a matching event does not have it and does not count"));
        for (CorrelationExplanation.Group group : correlation.groups()) {
            boolean fired = group.missing().isEmpty();
            out.println("  " + (fired ? "PASS" : "FAIL") + " group " + group.group() + ": "
                    + (fired ? "fired" : "missing: " + group.missing()));
        }
    }

    /// Long lists would push what the event has out of sight; `--output jsonl` gives more of them.
    private static String cell(String text) {
        return text.length() <= MAX_CELL ? text : text.substring(0, MAX_CELL) + "…";
    }
}
