package tw.vigil.benchmarks;

import java.util.List;
import java.util.SortedMap;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// Parses all events and matches them with a rule set, once.
final class Matching implements Runnable {
    private final List<byte[]> events;
    private final LogSource source;
    private final EventEvaluator evaluator;
    private final Counting counting = new Counting();

    Matching(RuleSet rules, LogSource source, List<byte[]> events) {
        this.events = List.copyOf(events);
        this.source = source;
        this.evaluator = rules.newEvaluator();
    }

    /// @param signals matches that went to a correlation
    record Outcome(long matches, long signals, long errors, long malformed) {
        /// What is no event without a match.
        long told() {
            return matches + signals;
        }
    }

    @Override
    public void run() {
        for (byte[] event : events) {
            try {
                evaluator.evaluate(source, event, counting);
            } catch (MalformedEventException _) {
                counting.malformed++;
            }
        }
    }

    /// Of one pass.
    Outcome outcome() {
        counting.matches = counting.signals = counting.errors = counting.malformed = 0;
        run();
        return new Outcome(counting.matches, counting.signals, counting.errors, counting.malformed);
    }

    /// Of this thread, per event.
    double bytesAllocated(int passes) {
        long before = Elapsed.THREADS.getCurrentThreadAllocatedBytes();
        for (int pass = 0; pass < passes; pass++) {
            run();
        }
        return (Elapsed.THREADS.getCurrentThreadAllocatedBytes() - before) / ((double) events.size() * passes);
    }

    /// Keeps nothing, so that what is allocated is the engine's.
    private static final class Counting implements MatchSink {
        private long matches;
        private long signals;
        private long errors;
        private long malformed;

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
