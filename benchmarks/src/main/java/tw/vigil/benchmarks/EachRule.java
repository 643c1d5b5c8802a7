package tw.vigil.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

/// What each rule costs at worst: the processor time that it adds to a set of one rule that never holds, on the event
/// among [WorstEvents] on which it adds most, as a share of a token walk of that event. All candidates are looked at
/// briefly; the ten dearest are then measured with care, also beside all other rules.
record EachRule(List<RuleFile> files, Rules pack, LogSource source, List<byte[]> events, int rounds) {
    private static final int SHOWN = 10;
    private static final Duration GLANCE = Duration.ofMillis(3);
    private static final int GLANCES = 5;
    private static final Duration ROUND = Duration.ofMillis(15);

    @SuppressWarnings("ArrayRecordComponent") // filled once, then only read
    private record Cost(RuleFile rule, byte[] event, double added) {}

    List<String> dearest() throws IOException {
        RuleSet base = rules(List.of(never()));
        List<Cost> costs = new ArrayList<>();
        int unloaded = 0;
        for (RuleFile file : files) {
            RuleSet withRule = rules(List.of(never(), file));
            if (withRule.rules().size() < 2) {
                unloaded++;
                continue;
            }
            WorstEvents.of(file.text(), events.getFirst()).stream()
                    .map(event -> new Cost(file, event, added(base, withRule, event, GLANCE, GLANCES)))
                    .max(Comparator.comparingDouble(Cost::added))
                    .ifPresent(costs::add);
        }
        List<String> lines = new ArrayList<>();
        lines.add("%d rules; %d that do not load alone were left out".formatted(costs.size(), unloaded));
        lines.add("%-10s%-14s%-10s%s".formatted("adds", "beside others", "bytes", "rule"));
        costs.stream()
                .sorted(Comparator.comparingDouble(Cost::added).reversed())
                .limit(SHOWN)
                .map(cost -> measured(base, cost))
                .sorted(Comparator.comparingDouble(Careful::alone).reversed())
                .map(Careful::line)
                .forEach(lines::add);
        return lines;
    }

    private record Careful(Cost cost, double alone, double beside) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-10.3f%-14.3f%-10d%s",
                    alone,
                    beside,
                    cost.event().length,
                    cost.rule().path());
        }
    }

    private Careful measured(RuleSet base, Cost cost) {
        RuleSet withRule = rules(List.of(never(), cost.rule()));
        List<RuleFile> others =
                files.stream().filter(file -> !file.equals(cost.rule())).toList();
        double alone = added(base, withRule, cost.event(), ROUND, rounds);
        double beside = added(rules(others), rules(files), cost.event(), ROUND, rounds);
        return new Careful(cost, alone, beside);
    }

    /// Median over the rounds of (with − without) / token walk.
    private double added(RuleSet without, RuleSet with, byte[] event, Duration round, int count) {
        List<byte[]> only = List.of(event);
        List<Runnable> work =
                List.of(new TokenWalk(only), new Matching(without, source, only), new Matching(with, source, only));
        Rounds measured = Rounds.of(work, round.multipliedBy(6), round, count);
        return Rounds.median(measured.times().stream()
                .mapToDouble(time -> (time[2].cpuNanos() - time[1].cpuNanos()) / time[0].cpuNanos())
                .toArray());
    }

    private RuleSet rules(List<RuleFile> some) {
        return RuleSet.compile(some, pack.context()).rules();
    }

    private RuleFile never() {
        return new RuleFile("never.yml", """
                title: Never holds
                id: 5f0c8a52-0b5e-4d0e-9a57-0c1d2f3a4b5c
                logsource: {product: %s, service: %s}
                detection: {selection: {no-such-field: no such value}, condition: selection}
                level: low
                """.formatted(source.product(), source.service()));
    }
}
