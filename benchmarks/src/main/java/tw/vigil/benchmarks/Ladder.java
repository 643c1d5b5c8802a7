package tw.vigil.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

/// The same comparison with more and more rules, all in the same rounds; one line each.
///
/// @param ruleFiles so many of them
record Ladder(
        IntFunction<List<RuleFile>> ruleFiles,
        RuleContext context,
        LogSource source,
        List<byte[]> events,
        Duration warmUp,
        int rounds) {
    private static final int ALLOCATION_PASSES = 3;

    private record Rung(int rules, double loadMillis, Matching matching) {}

    List<String> measured(List<Integer> counts) {
        List<Runnable> work = new ArrayList<>(List.of(new TokenWalk(events)));
        List<Rung> rungs = new ArrayList<>();
        for (int count : counts) {
            Rung rung = rung(ruleFiles.apply(count));
            rungs.add(rung);
            work.add(rung.matching());
        }
        Rounds measured = Rounds.of(work, warmUp.multipliedBy(counts.size()), rounds);
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "rules",
                "ratio",
                "lowest",
                "highest",
                "on clock",
                "to first",
                "ns/event",
                "B/event",
                "told",
                "load ms"));
        for (int i = 0; i < rungs.size(); i++) {
            Rung rung = rungs.get(i);
            double[] ratios = measured.ratios(i + 1, 0);
            lines.add(line(
                    String.valueOf(rung.rules()),
                    decimals(Rounds.median(ratios)),
                    decimals(ratios[0]),
                    decimals(ratios[ratios.length - 1]),
                    decimals(measured.wallRatio(i + 1, 0)),
                    decimals(Rounds.median(measured.ratios(i + 1, 1))),
                    "%.0f".formatted(measured.cpuNanos(i + 1) / events.size()),
                    "%.1f".formatted(rung.matching().bytesAllocated(ALLOCATION_PASSES)),
                    decimals(rung.matching().outcome().told() / (double) events.size()),
                    "%.0f".formatted(rung.loadMillis())));
        }
        return lines;
    }

    /// Compiled, and prepared for the source as at its first event.
    private Rung rung(List<RuleFile> files) {
        long start = Elapsed.cpuNanosSoFar();
        RuleSet rules = RuleSet.compile(files, context).rules();
        new Matching(rules, source, events.subList(0, 1)).run();
        double loadMillis = (Elapsed.cpuNanosSoFar() - start) / 1e6;
        return new Rung(rules.rules().size(), loadMillis, new Matching(rules, source, events));
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String line(String... cells) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append(i == cells.length - 1 ? cells[i] : String.format(Locale.ROOT, "%-10s", cells[i]));
        }
        return line.toString();
    }
}
