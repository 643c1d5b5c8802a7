package tw.vigil.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tw.vigil.samples.EventStream;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleProblem;
import tw.vigil.sigma.RuleSet;

/// `./vigil bench engine`: parse and match against a token walk of the same events.
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Parse and match on one thread, as a ratio to a Jackson token walk of the same events.",
            "Exit code: 0 measured, 1 no rule loaded or an event was malformed, 2 wrong usage."
        })
final class EngineBench implements Callable<Integer> {
    private static final int SHOWN_PROBLEMS = 5;

    enum Output {
        TABLE,
        JSON
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", description = "folder of rules; default: the built-in pack")
    private @Nullable Path rules;

    @Option(
            names = "--copies",
            defaultValue = "1",
            description = "multiply the rules, each copy with literals of its own")
    private int copies;

    @Option(
            names = "--scale",
            split = ",",
            paramLabel = "RULES",
            description = "measure with each of these numbers of rules, copies with literals of their own")
    private List<Integer> scale = List.of();

    @Option(
            names = "--each-rule",
            description = "measure every rule alone; what the dearest adds to the cheapest is any one rule's worst")
    private boolean eachRule;

    @Option(
            names = "--adversarial",
            description = "rewrite the events so that they are dear to read: escapes, white space, odd member names")
    private boolean adversarial;

    @Option(names = "--events", paramLabel = "FILE", description = "one JSON object a line; default: generated events")
    private @Nullable Path events;

    @Option(
            names = "--generate",
            defaultValue = "2000",
            description = "how many events to generate (default: ${DEFAULT-VALUE})")
    private int generate;

    @Option(
            names = "--source",
            defaultValue = "aws.cloudtrail",
            description = "product.service of the events (default: ${DEFAULT-VALUE})")
    private String source = "aws.cloudtrail";

    @Option(names = "--warm-up", defaultValue = "5", paramLabel = "SECONDS", description = "default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(names = "--rounds", defaultValue = "15", description = "measured rounds (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Output output = Output.TABLE;

    @Override
    public Integer call() throws IOException {
        if (copies < 1 || rounds < 1 || generate < 1 || warmUpSeconds < 0) {
            throw new ParameterException(spec.commandLine(), "--copies, --rounds and --generate must be at least 1");
        }
        LogSource logSource = logSource();
        List<byte[]> records = records();
        if (adversarial) {
            records = AdversarialEvents.of(records);
        }
        Rules pack = rules == null ? Rules.builtIn() : Rules.in(rules);
        if (!scale.isEmpty() || eachRule) {
            Ladder ladder = new Ladder(pack, logSource, records, Duration.ofSeconds(warmUpSeconds), rounds);
            PrintWriter out = spec.commandLine().getOut();
            out.println(Ladder.HEADER);
            scale.forEach(count -> out.println(ladder.scaled(count)));
            if (eachRule) {
                out.println(ladder.dearestRule());
            }
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        Compilation compilation = RuleSet.compile(RuleCopies.of(pack.files(), copies), pack.context());
        report(compilation.problems());
        int loaded = compilation.rules().rules().size();
        if (loaded == 0) {
            spec.commandLine().getErr().println("bench: no rule loaded");
            return CommandLine.ExitCode.SOFTWARE;
        }
        spec.commandLine()
                .getErr()
                .printf("%d rules, %d events, warming up %d s%n", loaded, records.size(), warmUpSeconds);
        EngineComparison.Figures figures = new EngineComparison(compilation.rules(), logSource, records)
                .measure(Duration.ofSeconds(warmUpSeconds), rounds);
        print(fields(loaded, compilation.problems().size(), records, figures));
        return figures.malformed() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private LogSource logSource() {
        int dot = source.indexOf('.');
        if (dot < 1 || dot == source.length() - 1) {
            throw new ParameterException(spec.commandLine(), "--source is product.service, for example aws.cloudtrail");
        }
        return new LogSource(null, source.substring(0, dot), source.substring(dot + 1));
    }

    private List<byte[]> records() throws IOException {
        if (events != null) {
            List<byte[]> records = Files.readAllLines(events).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
            if (records.isEmpty()) {
                throw new ParameterException(spec.commandLine(), events + " holds no event");
            }
            return records;
        }
        return EventStream.seeded(1)
                .limit(Integer.MAX_VALUE)
                .filter(sample -> sample.source().equals(source))
                .limit(generate)
                .map(EventStream.Sample::json)
                .toList();
    }

    private void report(List<RuleProblem> problems) {
        PrintWriter err = spec.commandLine().getErr();
        problems.stream()
                .limit(SHOWN_PROBLEMS)
                .forEach(problem -> err.printf(
                        "%s:%d:%d %s%n", problem.file(), problem.line(), problem.column(), problem.message()));
        if (problems.size() > SHOWN_PROBLEMS) {
            err.printf("… and %d more problems%n", problems.size() - SHOWN_PROBLEMS);
        }
    }

    private Map<String, Object> fields(
            int loaded, int problems, List<byte[]> records, EngineComparison.Figures figures) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rules", loaded);
        fields.put("events", records.size());
        fields.put("ratioToTokenWalk", rounded(figures.ratioToTokenWalk(), 1000));
        fields.put("nanosPerEvent", rounded(figures.nanosPerEvent(), 10));
        fields.put("bytesAllocatedPerEvent", rounded(figures.bytesAllocatedPerEvent(), 10));
        fields.put("tokenWalkNanosPerEvent", rounded(figures.tokenWalkNanosPerEvent(), 10));
        fields.put("lowestRatio", rounded(figures.lowestRatio(), 1000));
        fields.put("highestRatio", rounded(figures.highestRatio(), 1000));
        fields.put(
                "bytesPerEvent",
                records.stream().mapToInt(record -> record.length).sum() / records.size());
        fields.put("matches", figures.matches());
        fields.put("signals", figures.signals());
        fields.put("errors", figures.errors());
        fields.put("malformed", figures.malformed());
        fields.put("problems", problems);
        fields.put("rounds", rounds);
        fields.put("passesPerRound", figures.passesPerRound());
        fields.put("java", System.getProperty("java.vm.version"));
        return fields;
    }

    private static double rounded(double value, int factor) {
        return Math.round(value * factor) / (double) factor;
    }

    private void print(Map<String, Object> fields) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case JSON -> out.println(JsonMapper.builder().build().writeValueAsString(fields));
            case TABLE -> fields.forEach((name, value) -> out.printf(Locale.ROOT, "%-24s %s%n", name, value));
        }
        out.flush();
    }
}
