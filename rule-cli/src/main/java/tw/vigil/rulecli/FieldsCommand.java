package tw.vigil.rulecli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.fields.SeenFields;
import tw.vigil.rulecli.fields.UsedFields;
import tw.vigil.rulecli.pack.EventLines;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.play.Progress;
import tw.vigil.rules.proof.EventSource;
import tw.vigil.rules.proof.PackException;

@Command(
        name = "fields",
        description = {
            "Says which fields of a source rules ask for, which its events show, and which they never show.",
            "Events are those beside the rules, or with --events those of a file."
        },
        mixinStandardHelpOptions = true)
final class FieldsCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "Rule files or directories (default: the built-in pack).")
    private List<Path> paths = List.of();

    @Option(names = "--source", required = true, paramLabel = "SOURCE", description = "For example aws.cloudtrail.")
    private String source = "";

    @Option(names = "--events", paramLabel = "FILE", description = "One event per line: .jsonl or .jsonl.gz.")
    private @Nullable Path events;

    @Option(names = "--all", description = "Also fields that events show and no rule asks for.")
    private boolean all;

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    private final List<List<String>> rows = new ArrayList<>();
    private long unreadable;

    /// A line of output.
    ///
    /// @param status used: by rules and shown; never-seen: by rules, shown by no event; unused: by no rule
    /// @param seen events that have it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FieldLine(
            String field,
            String status,
            int seen,
            Set<String> rules,
            @Nullable String meant) {}

    @Override
    public Integer call() {
        var out = Console.out(spec);
        var from = EventSource.of(source);
        var pack = PackReader.read(paths);
        var seen = new SeenFields();
        if (events == null) {
            seen.addPack(PackReader.read(List.of()));
            seen.addPack(pack);
        } else {
            seen.addMappings(pack);
            read(events, from.id(), seen);
        }
        var counts = seen.fields(source);
        int never = 0;
        var used = UsedFields.of(pack, from.logSource());
        for (var entry : used.entrySet()) {
            boolean shown = seen.shows(source, entry.getKey());
            never += shown ? 0 : 1;
            String meant = shown ? null : seen.nearest(source, entry.getKey());
            int count = counts.getOrDefault(entry.getKey(), 0);
            print(out, new FieldLine(entry.getKey(), shown ? "used" : "never-seen", count, entry.getValue(), meant));
        }
        int unused = 0;
        for (var entry : counts.entrySet()) {
            if (!used.containsKey(entry.getKey())) {
                unused++;
                if (all) {
                    print(out, new FieldLine(entry.getKey(), "unused", entry.getValue(), Set.of(), null));
                }
            }
        }
        if (output.isTable()) {
            Output.rows(out, rows);
            out.println(used.size() + " fields in rules, " + never + " of them in no event; " + unused
                    + " others in events" + (all || unused == 0 ? "" : " (--all lists them)"));
        }
        return unreadable == 0 ? 0 : 1;
    }

    private void print(PrintWriter out, FieldLine line) {
        if (output.isTable()) {
            String meant = line.meant() == null ? "" : " did you mean '" + line.meant() + "'?";
            rows.add(List.of(
                    line.status(), line.field(), line.seen() + " events", String.join("; ", line.rules()) + meant));
        } else {
            Output.line(out, line);
        }
    }

    private void read(Path file, String id, SeenFields seen) {
        if (!Files.isRegularFile(file)) {
            throw new PackException(file + ": no such file");
        }
        var progress = Progress.onTerminal(Console.err(spec));
        var read = new AtomicLong();
        long number = 0;
        try (var lines = EventLines.open(file, read)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                number++;
                if (text.isBlank()) {
                    continue;
                }
                try {
                    seen.add(id, MAPPER.readTree(text));
                } catch (JsonProcessingException e) {
                    unreadable++;
                    Console.err(spec).println("line " + number + " is not an event: " + e.getOriginalMessage());
                }
                progress.at(read.get(), file.toFile().length(), number);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        progress.end();
    }
}
