package tw.vigil.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.CorrelationMachine;
import tw.vigil.sigma.correlate.CorrelationType;
import tw.vigil.sigma.correlate.LiveState;
import tw.vigil.sigma.correlate.Signal;

/// `./vigil bench correlation`: signals per second of the state machines, on one thread, state in memory. By the
/// thread's CPU time beside the wall, because others may be using the machine.
@Command(
        name = "correlation",
        mixinStandardHelpOptions = true,
        description = "Signals per second of each correlation type, one thread, many groups and a hot one in memory.")
final class CorrelationBench implements Callable<Integer> {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int CHUNK = 500;
    private static final int MILLIS_BETWEEN = 10;
    private static final int WARM_UP = 3;
    private static final List<String> IDS =
            List.of("5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c01", "5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c02");
    private static final List<String> VALUES =
            IntStream.range(0, 50).mapToObj(Integer::toString).toList();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @SuppressWarnings("InlineFormatString") // a rule file reads better on its own
    private static final String RULES = """
            title: Seen
            id: 5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c01
            name: seen
            logsource: {product: acme, service: app}
            detection: {s: {action: seen}, condition: s}
            level: low
            falsepositives: [none]
            ---
            title: Done
            id: 5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c02
            name: done
            logsource: {product: acme, service: app}
            detection: {s: {action: done}, condition: s}
            level: low
            falsepositives: [none]
            ---
            title: Measured
            id: 5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c03
            name: measured
            level: low
            falsepositives: [none]
            correlation: {type: %s, rules: [seen, done], group-by: [user], timespan: 5m, condition: {%s}}
            """;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--signals", defaultValue = "500000", description = "per round (default: ${DEFAULT-VALUE})")
    private int signals;

    @Option(
            names = "--rounds",
            defaultValue = "8",
            description = "measured, after " + WARM_UP + " that only warm up (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--groups", defaultValue = "1000", description = "(default: ${DEFAULT-VALUE})")
    private int groups;

    @Option(
            names = "--hot",
            defaultValue = "10",
            description = "percent of the signals that go to one group (default: ${DEFAULT-VALUE})")
    private int hot;

    @Option(
            names = "--late",
            defaultValue = "0",
            description = "percent of the signals that come up to a minute late (default: ${DEFAULT-VALUE})")
    private int late;

    @Option(names = "--types", split = ",", description = "(default: all)")
    private List<String> types = Arrays.stream(CorrelationType.values())
            .map(CorrelationType::sigmaName)
            .toList();

    @Override
    public Integer call() {
        if (signals < 1 || rounds < 1 || groups < 1) {
            throw new ParameterException(spec.commandLine(), "--signals, --rounds and --groups must be at least 1");
        }
        for (String type : types) {
            boolean loaded = measure(type, "quiet", condition(type, false));
            if (!loaded || !measure(type, "loud", condition(type, true))) {
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /// Quiet: holds in the hot group only, where the type can tell; loud: at every signal.
    private static String condition(String type, boolean loud) {
        return switch (CorrelationType.of(type).orElseThrow()) {
            case EVENT_COUNT -> loud ? "gte: 10" : "gte: 100";
            case VALUE_COUNT -> loud ? "field: address, gte: 10" : "field: address, gte: 45";
            case TEMPORAL, TEMPORAL_ORDERED -> loud ? "gte: 1" : "gte: 2";
            case VALUE_SUM -> loud ? "field: bytes, gte: 10" : "field: bytes, gte: 10000";
            case VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> loud ? "field: bytes, gte: 1" : "field: bytes, gte: 40";
        };
    }

    private boolean measure(String type, String name, String condition) {
        var file = new RuleFile("correlation.yml", RULES.formatted(type, condition));
        RuleSet rules = RuleSet.compile(List.of(file), new RuleContext(Map.of(), List.of()))
                .rules();
        var info = rules.rule("measured");
        if (info == null) {
            spec.commandLine().getErr().println("bench: " + type + " did not load");
            return false;
        }
        double[] cpu = new double[rounds];
        double[] wall = new double[rounds];
        Round last = new Round(0, 0, 0);
        for (int round = -WARM_UP; round < rounds; round++) {
            last = run(rules.machine(info));
            if (round >= 0) {
                cpu[round] = signals / (last.cpuNanos() / 1e9);
                wall[round] = signals / (last.wallNanos() / 1e9);
            }
        }
        Arrays.sort(cpu);
        Arrays.sort(wall);
        spec.commandLine()
                .getOut()
                .printf(
                        "%-17s %-6s %,11.0f signals/CPU s (%,.0f to %,.0f)  %,11.0f signals/s  %3.0f %% told%n",
                        type,
                        name,
                        Rounds.median(cpu),
                        cpu[0],
                        cpu[rounds - 1],
                        Rounds.median(wall),
                        100.0 * last.told() / signals);
        spec.commandLine().getOut().flush();
        return true;
    }

    /// @param told signals that fired or revised an episode
    private record Round(long cpuNanos, long wallNanos, long told) {}

    /// Signals ten milliseconds apart; made beforehand, chunk by chunk, so that only the machines are measured.
    private Round run(CorrelationMachine machine) {
        var random = new Random(1);
        LiveState[] states = new LiveState[groups];
        Arrays.setAll(states, _ -> machine.open());
        int[] group = new int[CHUNK];
        Signal[] chunk = new Signal[CHUNK];
        Instant[] watermarks = new Instant[CHUNK];
        long cpu = 0;
        long wall = 0;
        long told = 0;
        for (int done = 0; done < signals; done += CHUNK) {
            int size = Math.min(CHUNK, signals - done);
            for (int i = 0; i < size; i++) {
                Instant now = START.plusMillis((long) MILLIS_BETWEEN * (done + i));
                group[i] = random.nextInt(100) < hot ? 0 : random.nextInt(groups);
                chunk[i] = signal(done + i, now, random);
                watermarks[i] = now.minusSeconds(60);
            }
            long wallBefore = System.nanoTime();
            long cpuBefore = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < size; i++) {
                told += states[group[i]]
                        .accept(chunk[i], watermarks[i])
                        .episodes()
                        .size();
            }
            cpu += THREADS.getCurrentThreadCpuTime() - cpuBefore;
            wall += System.nanoTime() - wallBefore;
        }
        return new Round(cpu, wall, told);
    }

    private Signal signal(int number, Instant now, Random random) {
        boolean old = random.nextInt(100) < late;
        Instant time = old ? now.minusMillis(random.nextInt(60_000)) : now;
        return new Signal(
                "event-" + number, IDS.get(number % 2), time, List.of(VALUES.get(random.nextInt(VALUES.size()))));
    }
}
