package tw.vigil.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.launcher.broker.KafkaBroker;
import tw.vigil.samples.EventStream;

/// `./vigil bench pipeline`: the evaluator as it runs, exactly once from `vigil.events` to `vigil.findings`, against a
/// loop that only copies the same topic, on a broker of its own, in one run; then the latency of findings at a steady
/// rate.
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        description = "Events per second of the running evaluator against a bare copy of the same topic, and how soon"
                + " findings come at a steady rate.")
final class PipelineBench implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--events", defaultValue = "200000", description = "per round (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(names = "--rounds", defaultValue = "5", description = "of copy and evaluator (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "4",
            description = "rounds that do not count: the evaluator compiles for a minute (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--rules",
            defaultValue = "3000",
            description = "those of the pack, and copies with literals of their own (default: ${DEFAULT-VALUE})")
    private int rules;

    @Option(
            names = "--correlating",
            defaultValue = "0",
            paramLabel = "SHARE",
            description = "share of the events, 0 to 1, that are signals of a correlation (default: ${DEFAULT-VALUE})")
    private double correlating;

    @Option(
            names = "--without",
            paramLabel = "TEXT",
            description = "leaves out the rule files of the pack whose path contains this")
    private List<String> without = List.of();

    @Option(
            names = "--instances",
            defaultValue = "1",
            description = "of the evaluator, which share the partitions (default: ${DEFAULT-VALUE})")
    private int instances;

    @Option(names = "--rate", defaultValue = "1000", description = "events per second for latency; 0 leaves it out")
    private int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "of the steady rate (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--heap", defaultValue = "512m", description = "of the evaluator (default: ${DEFAULT-VALUE})")
    private String heap = "512m";

    @Option(names = "--verbose", description = "tells each round on standard error, those of the warm-up too")
    private boolean verbose;

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format output = Format.table;

    private enum Format {
        table,
        json
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("vigil-bench");
        Path pack = folder.resolve("pack");
        int loaded = PipelineRules.write(pack, rules, without);
        try (var broker = KafkaBroker.start(folder.resolve("kafka"));
                var evaluator = new BenchedEvaluators(instances, broker.bootstrapServers(), folder, pack, heap)) {
            var topic = new EventTopic(broker.bootstrapServers());
            topic.create();
            evaluator.start();
            measure(topic, evaluator, loaded);
        } finally {
            remove(folder);
        }
        return 0;
    }

    private void measure(EventTopic topic, BenchedEvaluators evaluator, int loaded)
            throws IOException, InterruptedException {
        var stream = EventStream.seeded(1)
                .startingAt(Instant.now().minus(Duration.ofHours(2)))
                .onlyCloudTrail()
                .correlating(correlating);
        PrintWriter out = spec.commandLine().getOut();
        double[] copied = new double[warmUp + rounds];
        double[] evaluated = new double[warmUp + rounds];
        long total = 0;
        for (int round = 0; round < warmUp + rounds; round++) {
            evaluator.pause();
            long from = topic.fill(stream, events);
            total += events;
            copied[round] = topic.copy(from, events);
            evaluated[round] = evaluator.catchUp(total, events);
            if (verbose) {
                spec.commandLine()
                        .getErr()
                        .printf(
                                Locale.ROOT,
                                "round %d: copy %,.0f/s, evaluator %,.0f/s%n",
                                round,
                                copied[round],
                                evaluated[round]);
            }
        }
        double ratio = median(evaluated) / median(copied);
        Latencies latencies = rate == 0 ? Latencies.NONE : topic.latencies(stream, rate, seconds);
        long resident = evaluator.residentMiB();
        if (output == Format.json) {
            out.println(String.format(
                    Locale.ROOT,
                    "{\"rules\":%d,\"events\":%d,\"correlating\":%.2f,\"copiedPerSecond\":%.0f,\"evaluatedPerSecond\":%.0f,"
                            + "\"ratioToCopy\":%.3f,\"rate\":%d,\"findings\":%d,\"p50Millis\":%.0f,\"p99Millis\":%.0f,"
                            + "\"residentMiB\":%d}",
                    loaded,
                    events,
                    correlating,
                    median(copied),
                    median(evaluated),
                    ratio,
                    rate,
                    latencies.count(),
                    latencies.p50(),
                    latencies.p99(),
                    resident));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%,d rules, %,d events a round, %.0f %% of them signals; medians of %d rounds%n",
                    loaded,
                    events,
                    correlating * 100,
                    rounds);
            out.printf(Locale.ROOT, "bare copy            %,10.0f events/s%n", median(copied));
            out.printf(Locale.ROOT, "evaluator, EOS       %,10.0f events/s%n", median(evaluated));
            out.printf(Locale.ROOT, "ratio                %10.3f%n", ratio);
            if (rate > 0) {
                out.printf(
                        Locale.ROOT,
                        "findings at %,d events/s: %d, p50 %.0f ms, p99 %.0f ms%n",
                        rate,
                        latencies.count(),
                        latencies.p50(),
                        latencies.p99());
            }
            out.printf(Locale.ROOT, "evaluator, resident  %10d MiB%n", resident);
        }
        out.flush();
    }

    /// Without the rounds that warm up.
    private double median(double[] values) {
        double[] measured = Arrays.copyOfRange(values, warmUp, values.length);
        Arrays.sort(measured);
        return measured[measured.length / 2];
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
