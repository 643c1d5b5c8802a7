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
import tw.vigil.sigma.RuleFile;
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
    private static final long SEED = 1;

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
            names = "--without",
            paramLabel = "TEXT",
            description =
                    "leaves out rule files whose path contains this; baselines of the pack hear every call: first_seen, enumeration")
    private List<String> without = List.of();

    @Option(
            names = "--copies",
            defaultValue = "1",
            description = "multiply the rules, each copy with literals of its own")
    private int copies;

    @Option(
            names = "--corpus-like",
            defaultValue = "0",
            paramLabel = "RULES",
            description = "instead: so many invented rules, distributed as those of the public rule tree")
    private int corpusLike;

    @Option(
            names = "--scale",
            split = ",",
            paramLabel = "RULES",
            description = "measure with each of these numbers of rules, copies with literals of their own")
    private List<Integer> scale = List.of();

    @Option(
            names = "--each-rule",
            description = "the ten rules that cost most on the event that is worst for them, in token walks of it")
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
            description =
                    "product.service or product.service/category of the events; windows.sysmon and others known to the samples are generated"
                            + " (default: ${DEFAULT-VALUE})")
    private String source = "aws.cloudtrail";

    @Option(names = "--warm-up", defaultValue = "5", paramLabel = "SECONDS", description = "default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(
            names = "--rounds",
            defaultValue = "60",
            description = "measured rounds of 50 ms on either side (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Output output = Output.TABLE;

    @Override
    public Integer call() throws IOException {
        if (copies < 1 || rounds < 1 || generate < 1 || warmUpSeconds < 0 || corpusLike < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--copies, --rounds, --generate and --corpus-like must be at least 1");
        }
        LogSource logSource = logSource();
        List<byte[]> records = records();
        if (adversarial) {
            records = AdversarialEvents.of(records);
        }
        Rules pack = (rules == null ? Rules.builtIn() : Rules.in(rules)).without(without);
        Duration warmUp = Duration.ofSeconds(warmUpSeconds);
        if (!scale.isEmpty()) {
            print(new Ladder(count -> some(pack, logSource, count), pack.context(), logSource, records, warmUp, rounds)
                    .measured(scale));
            return CommandLine.ExitCode.OK;
        }
        List<RuleFile> files = corpusLike > 0
                ? new CorpusLikeRules(SEED, logSource).files(corpusLike)
                : RuleCopies.of(pack.files(), copies);
        if (eachRule) {
            print(new EachRule(files, pack, logSource, records, rounds).dearest());
            return CommandLine.ExitCode.OK;
        }
        return compare(RuleSet.compile(files, pack.context()), logSource, records, warmUp);
    }

    private List<RuleFile> some(Rules pack, LogSource logSource, int count) {
        if (corpusLike > 0) {
            return new CorpusLikeRules(SEED, logSource).files(count);
        }
        List<RuleFile> all = RuleCopies.of(
                pack.files(), 1 + (2 * count) / Math.max(1, pack.files().size()));
        return all.subList(0, Math.min(count, all.size()));
    }

    private int compare(Compilation compilation, LogSource logSource, List<byte[]> records, Duration warmUp)
            throws IOException {
        report(compilation.problems());
        int loaded = compilation.rules().rules().size();
        if (loaded == 0) {
            spec.commandLine().getErr().println("bench: no rule loaded");
            return CommandLine.ExitCode.SOFTWARE;
        }
        spec.commandLine()
                .getErr()
                .printf("%d rules, %d events, warming up %d s%n", loaded, records.size(), warmUpSeconds);
        Matching matching = new Matching(compilation.rules(), logSource, records);
        Rounds measured = Rounds.of(List.of(new TokenWalk(records), matching), warmUp, rounds);
        Matching.Outcome outcome = matching.outcome();
        print(fields(loaded, compilation.problems().size(), records, measured, matching.bytesAllocated(3), outcome));
        return outcome.malformed() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private LogSource logSource() {
        int slash = source.indexOf('/');
        String named = slash < 0 ? source : source.substring(0, slash);
        int dot = named.indexOf('.');
        if (dot < 1 || dot == named.length() - 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--source is product.service or product.service/category, for example aws.cloudtrail");
        }
        String category = slash < 0 ? null : source.substring(slash + 1);
        return new LogSource(category, named.substring(0, dot), named.substring(dot + 1));
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
        if (source.startsWith("windows.")) {
            return WindowsEvents.seeded(SEED, generate);
        }
        return EventStream.seeded(SEED)
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
            int loaded,
            int problems,
            List<byte[]> records,
            Rounds measured,
            double allocated,
            Matching.Outcome outcome) {
        double[] ratios = measured.ratios(1, 0);
        int events = records.size();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rules", loaded);
        fields.put("events", events);
        fields.put("ratioToTokenWalk", rounded(Rounds.median(ratios), 1000));
        fields.put("nanosPerEvent", rounded(measured.cpuNanos(1) / events, 10));
        fields.put("bytesAllocatedPerEvent", rounded(allocated, 10));
        fields.put("tokenWalkNanosPerEvent", rounded(measured.cpuNanos(0) / events, 10));
        fields.put("lowestRatio", rounded(ratios[0], 1000));
        fields.put("highestRatio", rounded(ratios[ratios.length - 1], 1000));
        fields.put("clock", Elapsed.CPU_TIME ? "thread-cpu" : "wall");
        fields.put("wallRatioToTokenWalk", rounded(measured.wallRatio(1, 0), 1000));
        fields.put("wallNanosPerEvent", rounded(measured.wallNanos(1) / events, 10));
        fields.put(
                "bytesPerEvent",
                records.stream().mapToInt(record -> record.length).sum() / events);
        fields.put("matches", outcome.matches());
        fields.put("signals", outcome.signals());
        fields.put("errors", outcome.errors());
        fields.put("malformed", outcome.malformed());
        fields.put("problems", problems);
        fields.put("rounds", rounds);
        fields.put("java", System.getProperty("java.vm.version"));
        return fields;
    }

    private static double rounded(double value, int factor) {
        return Math.round(value * factor) / (double) factor;
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
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
