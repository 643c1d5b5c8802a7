package tw.vigil.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

/// The same comparison with more and more rules, or rule by rule; one line each.
record Ladder(Rules pack, LogSource source, List<byte[]> events, Duration warmUp, int rounds) {
    static final String HEADER = line("rules", "ratio", "lowest", "highest", "ns/event", "B/event", "load ms", "what");

    /// With the first `count` of the rules and their copies.
    String scaled(int count) {
        int size = pack.files().size();
        List<RuleFile> all = RuleCopies.of(pack.files(), 1 + (2 * count) / Math.max(1, size));
        return line(measured(all.subList(0, Math.min(count, all.size()))), "copies");
    }

    /// The rule that alone costs most, and by how much more than the one that costs least.
    String dearestRule() {
        Measured dearest = null;
        double least = Double.MAX_VALUE;
        String name = "";
        for (RuleFile file : pack.files()) {
            Measured one = measured(List.of(file));
            if (one.rules() == 0) {
                continue;
            }
            double ratio = one.figures().ratioToTokenWalk();
            least = Math.min(least, ratio);
            if (dearest == null || ratio > dearest.figures().ratioToTokenWalk()) {
                dearest = one;
                name = file.path();
            }
        }
        if (dearest == null) {
            throw new IllegalStateException("no rule loads alone");
        }
        double more = dearest.figures().ratioToTokenWalk() - least;
        return line(dearest, "%s: %.3f more than the cheapest rule".formatted(name, more));
    }

    private record Measured(int rules, EngineComparison.Figures figures, double loadMillis) {}

    private Measured measured(List<RuleFile> files) {
        long start = System.nanoTime();
        Compilation compilation = RuleSet.compile(files, pack.context());
        EngineComparison comparison = new EngineComparison(compilation.rules(), source, events);
        comparison.matchOnce();
        double loadMillis = (System.nanoTime() - start) / 1e6;
        return new Measured(compilation.rules().rules().size(), comparison.measure(warmUp, rounds), loadMillis);
    }

    private static String line(Measured measured, String what) {
        EngineComparison.Figures figures = measured.figures();
        return line(
                String.valueOf(measured.rules()),
                decimals(figures.ratioToTokenWalk()),
                decimals(figures.lowestRatio()),
                decimals(figures.highestRatio()),
                "%.0f".formatted(figures.nanosPerEvent()),
                "%.1f".formatted(figures.bytesAllocatedPerEvent()),
                "%.0f".formatted(measured.loadMillis()),
                what);
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
