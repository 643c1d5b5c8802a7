package tw.vigil.rulecli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.pack.EventLines;
import tw.vigil.rulecli.pack.EventSource;
import tw.vigil.rulecli.pack.PackException;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineFinding;
import tw.vigil.sigma.offline.OfflineRun;

@Command(
        name = "eval",
        description = "Runs events from a file through the rules, offline; one line per finding.",
        mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long PROGRESS_NANOS = 2_000_000_000L;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--rules",
            paramLabel = "PATH",
            arity = "1..*",
            description = "Rule files or directories (default: the built-in pack).")
    private List<Path> rules = List.of();

    @Option(
            names = "--events",
            paramLabel = "FILE",
            required = true,
            description = "One event per line: .jsonl or .jsonl.gz.")
    private Path events = Path.of("");

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            required = true,
            description = "Where they come from, e.g. aws.cloudtrail.")
    private String source = "";

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    private final Map<String, Integer> lineOfEvent = new HashMap<>();
    private final List<List<String>> table = new ArrayList<>();
    private int line;
    private int unreadable;

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
        var from = EventSource.of(source);
        if (!Files.isRegularFile(events)) {
            throw new PackException(events + ": no such file");
        }
        var compiled = Loading.compile(PackReader.read(rules), err);
        var run = new OfflineRun(compiled.rules(), finding -> report(out, finding));
        Instant last = Instant.EPOCH;
        long spoken = System.nanoTime();
        try (var lines = EventLines.open(events)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (!text.isBlank()) {
                    last = accept(run, from, text, last);
                }
                if (System.nanoTime() - spoken > PROGRESS_NANOS) {
                    spoken = System.nanoTime();
                    err.println(line + " lines …");
                    err.flush();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(events + ": " + e.getMessage(), e);
        }
        run.finish();
        if (output.isTable()) {
            Output.rows(out, table);
        }
        run.warnings().forEach(err::println);
        return unreadable == 0 && compiled.problems().isEmpty() ? 0 : 1;
    }

    private Instant accept(OfflineRun run, EventSource from, String text, Instant last) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        try {
            JsonNode event = MAPPER.readTree(json);
            String id = EventSource.identity(event, json);
            Instant own = EventSource.time(event);
            Instant time = own == null ? last : own;
            lineOfEvent.put(id, line);
            run.accept(new OfflineEvent(id, time, from.logSource(), json));
            return time;
        } catch (IOException | MalformedEventException e) {
            unreadable++;
            String message = e instanceof JsonProcessingException syntax ? syntax.getOriginalMessage() : e.getMessage();
            Console.err(spec).println("line " + line + " is not an event: " + message);
            return last;
        }
    }

    private void report(PrintWriter out, OfflineFinding finding) {
        if (finding.revision() > 1) {
            return;
        }
        RuleInfo rule = finding.rule();
        int at = lineOfEvent.getOrDefault(finding.completedBy(), line);
        var found = new Found(
                at,
                rule.id(),
                rule.vigil().key(),
                rule.title(),
                rule.level(),
                rule.clauses(),
                finding.group(),
                finding.count());
        if (output.isTable()) {
            String key = rule.vigil().key();
            table.add(List.of(
                    Integer.toString(at),
                    rule.level(),
                    key == null ? rule.id() : key,
                    rule.title(),
                    finding.group().isEmpty() ? "" : finding.group().toString(),
                    Long.toString(finding.count())));
        } else {
            Output.line(out, found);
        }
    }
}
