package tw.vigil.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// One thread evaluates events and, side by side, walks their tokens with Jackson's streaming parser. Rounds alternate
/// between the two, so that a machine that slows down slows both; the ratio is the median over the rounds.
final class EngineComparison {
    private static final Duration ROUND = Duration.ofMillis(200);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final JsonFactory json = new JsonFactory();
    private final List<byte[]> events;
    private final LogSource source;
    private final EventEvaluator evaluator;
    private final Count count = new Count();
    private long tokens;

    EngineComparison(RuleSet rules, LogSource source, List<byte[]> events) {
        this.events = List.copyOf(events);
        this.source = source;
        this.evaluator = rules.newEvaluator();
    }

    /// @param nanosPerEvent median over the rounds
    /// @param signals matches that went to a correlation
    record Figures(
            double ratioToTokenWalk,
            double lowestRatio,
            double highestRatio,
            double nanosPerEvent,
            double tokenWalkNanosPerEvent,
            double bytesAllocatedPerEvent,
            long matches,
            long signals,
            long errors,
            long malformed,
            int passesPerRound) {}

    Figures measure(Duration warmUp, int rounds) {
        long start = System.nanoTime();
        do {
            walk();
            match();
        } while (System.nanoTime() - start < warmUp.toNanos());
        Count once = onePass();
        int walkPasses = passesPerRound(this::walk);
        int matchPasses = passesPerRound(this::match);

        double[] walks = new double[rounds];
        double[] matches = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                walks[round] = nanos(this::walk, walkPasses) / walkPasses;
                matches[round] = nanos(this::match, matchPasses) / matchPasses;
            } else {
                matches[round] = nanos(this::match, matchPasses) / matchPasses;
                walks[round] = nanos(this::walk, walkPasses) / walkPasses;
            }
            ratios[round] = matches[round] / walks[round];
        }
        double bytes = allocated(matchPasses) / ((double) events.size() * matchPasses);
        if (tokens == 0) {
            throw new IllegalStateException("the token walk saw no token");
        }
        Arrays.sort(ratios);
        return new Figures(
                median(ratios),
                ratios[0],
                ratios[rounds - 1],
                median(matches) / events.size(),
                median(walks) / events.size(),
                bytes,
                once.matches,
                once.signals,
                once.errors,
                once.malformed,
                matchPasses);
    }

    /// Makes the engine prepare what it prepares at the first event of a source.
    void matchOnce() {
        match();
    }

    private Count onePass() {
        count.matches = count.signals = count.errors = count.malformed = 0;
        match();
        return new Count(count);
    }

    private double allocated(int passes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int pass = 0; pass < passes; pass++) {
            match();
        }
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before);
    }

    /// Both sides fill a round of about the same time, so that a slow side does not make the whole run long.
    private static int passesPerRound(Runnable pass) {
        return (int) Math.max(1, ROUND.toNanos() / Math.max(1, nanos(pass, 1)));
    }

    private static double nanos(Runnable pass, int passes) {
        long start = System.nanoTime();
        for (int i = 0; i < passes; i++) {
            pass.run();
        }
        return System.nanoTime() - start;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void walk() {
        for (byte[] event : events) {
            try (JsonParser parser = json.createParser(event)) {
                while (parser.nextToken() != null) {
                    tokens++;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("an event is not JSON: " + e.getMessage(), e);
            }
        }
    }

    private void match() {
        for (byte[] event : events) {
            try {
                evaluator.evaluate(source, event, count);
            } catch (MalformedEventException _) {
                count.malformed++;
            }
        }
    }

    /// Counts and keeps nothing, so that what is allocated is the engine's.
    private static final class Count implements MatchSink {
        private long matches;
        private long signals;
        private long errors;
        private long malformed;

        Count() {}

        Count(Count other) {
            matches = other.matches;
            signals = other.signals;
            errors = other.errors;
            malformed = other.malformed;
        }

        @Override
        public void match(RuleInfo rule) {
            matches++;
        }

        @Override
        public void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group) {
            signals++;
        }

        @Override
        public void signal(
                RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group, List<String> values) {
            signals++;
        }

        @Override
        public void missingGroup(RuleInfo correlation, RuleInfo matched, String field) {
            signals++;
        }

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {
            errors++;
        }
    }
}
