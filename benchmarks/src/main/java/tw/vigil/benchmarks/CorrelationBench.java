package tw.vigil.benchmarks;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.CorrelationMachine;
import tw.vigil.sigma.correlate.LiveState;
import tw.vigil.sigma.correlate.Signal;

/// `./vigil bench correlation`: signals per second of the state machines, on one thread, state in memory.
@Command(
        name = "correlation",
        mixinStandardHelpOptions = true,
        description = "Signals per second of event_count and value_count, one thread, 1,000 groups in memory.")
final class CorrelationBench implements Callable<Integer> {
    private static final int GROUPS = 1_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String RULES = """
            title: Seen
            id: 5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c01
            name: seen
            logsource: {product: acme, service: app}
            detection: {s: {action: seen}, condition: s}
            level: low
            falsepositives: [none]
            ---
            title: Many
            id: 5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c02
            name: event_count
            level: low
            falsepositives: [none]
            correlation: {type: event_count, rules: [seen], group-by: [user], timespan: 5m, condition: {gte: 10}}
            ---
            title: Many different
            id: 5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c03
            name: value_count
            level: low
            falsepositives: [none]
            correlation:
              type: value_count
              rules: [seen]
              group-by: [user]
              timespan: 5m
              condition: {field: address, gte: 10}
            """;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--signals", defaultValue = "200000", description = "per round (default: ${DEFAULT-VALUE})")
    private int signals;

    @Option(names = "--rounds", defaultValue = "5", description = "the first only warms up (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Override
    public Integer call() {
        RuleSet rules = RuleSet.compile(
                        List.of(new RuleFile("correlation.yml", RULES)), new RuleContext(Map.of(), List.of()))
                .rules();
        for (String name : List.of("event_count", "value_count")) {
            var info = rules.rule(name);
            if (info == null) {
                spec.commandLine().getErr().println("bench: " + name + " did not load");
                return CommandLine.ExitCode.SOFTWARE;
            }
            double[] perSecond = new double[Math.max(1, rounds - 1)];
            for (int round = 0; round < rounds; round++) {
                double rate = run(rules.machine(info));
                perSecond[Math.max(0, round - 1)] = rate;
            }
            Arrays.sort(perSecond);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%-12s %,.0f signals/s (median; %,.0f to %,.0f)%n",
                            name, EngineComparison.median(perSecond), perSecond[0], perSecond[perSecond.length - 1]);
        }
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    /// Signals of all groups in turn, ten milliseconds apart: each group has 30 in its window.
    private double run(CorrelationMachine machine) {
        LiveState[] groups = new LiveState[GROUPS];
        Arrays.setAll(groups, _ -> machine.open());
        String[] values = new String[50];
        Arrays.setAll(values, i -> "203.0.113." + i);
        long start = System.nanoTime();
        for (int i = 0; i < signals; i++) {
            Instant time = START.plusMillis(10L * i);
            var signal = new Signal("e" + i, "5b1c1a52-2a0e-4a55-9a55-0d6a3b1f4c01", time, List.of(values[i % 50]));
            groups[i % GROUPS].accept(signal, time.minusSeconds(60));
        }
        return signals / ((System.nanoTime() - start) / 1e9);
    }
}
