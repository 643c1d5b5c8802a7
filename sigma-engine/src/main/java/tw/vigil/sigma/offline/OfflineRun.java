package tw.vigil.sigma.offline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.Episode;
import tw.vigil.sigma.correlate.Signal;
import tw.vigil.sigma.correlate.Step;

/// Feeds events through the evaluator and the correlation machines in the order given. Use: `accept` each
/// event, then `finish`, which lets the event time run out so that conditions judged at the close of a window
/// are judged. Not thread-safe.
public final class OfflineRun {

    private static final Duration DEFAULT_LATENESS = Duration.ofMinutes(20);
    private static final Instant END_OF_TIME = Instant.parse("2200-01-01T00:00:00Z");

    private final RuleSet rules;
    private final EventEvaluator evaluator;
    private final Duration lateness;
    private final Consumer<OfflineFinding> findings;
    private final Map<Group, byte[]> states = new HashMap<>();
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparing(Wake::at));
    private final List<String> warnings = new ArrayList<>();
    private Instant latest = Instant.EPOCH.minus(Duration.ofDays(365_000));

    private record Group(String ruleId, SortedMap<String, String> values) {}

    private record Wake(Instant at, Group group) {}

    /// @param lateness how far behind the latest event time seen an event may be and still count
    public OfflineRun(RuleSet rules, Duration lateness, Consumer<OfflineFinding> findings) {
        this.rules = rules;
        this.evaluator = rules.newEvaluator();
        this.lateness = lateness;
        this.findings = findings;
    }

    public OfflineRun(RuleSet rules, Consumer<OfflineFinding> findings) {
        this(rules, DEFAULT_LATENESS, findings);
    }

    public void accept(OfflineEvent event) throws MalformedEventException {
        if (event.time().isAfter(latest)) {
            latest = event.time();
            advance(watermark());
        }
        evaluator.evaluate(event.source(), event.json(), new Sink(event));
    }

    public void finish() {
        advance(END_OF_TIME);
    }

    /// What went wrong without stopping the run: a rule that failed on an event, a missing group-by field, a
    /// late event.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private Instant watermark() {
        return latest.minus(lateness);
    }

    private void advance(Instant watermark) {
        while (!wakes.isEmpty() && !wakes.peek().at().isAfter(watermark)) {
            var group = wakes.remove().group();
            byte[] state = states.get(group);
            if (state != null) {
                var rule = Objects.requireNonNull(rules.rule(group.ruleId()));
                keep(rule, group, rules.machine(rule).advance(state, watermark), null);
            }
        }
    }

    private void keep(RuleInfo rule, Group group, Step step, @Nullable String completedBy) {
        if (step.state() == null) {
            states.remove(group);
        } else {
            states.put(group, step.state());
            if (step.wakeAt() != null) {
                wakes.add(new Wake(step.wakeAt(), group));
            }
        }
        for (var episode : step.episodes()) {
            findings.accept(finding(rule, group, episode, completedBy));
        }
    }

    private static OfflineFinding finding(RuleInfo rule, Group group, Episode episode, @Nullable String completedBy) {
        return new OfflineFinding(
                rule,
                group.values(),
                episode.windowStart(),
                episode.windowEnd(),
                episode.count(),
                episode.value(),
                episode.revision(),
                episode.eventIds(),
                completedBy == null ? episode.eventIds().getLast() : completedBy);
    }

    /// Hears one event.
    private final class Sink implements MatchSink {

        private final OfflineEvent event;

        Sink(OfflineEvent event) {
            this.event = event;
        }

        @Override
        public void match(RuleInfo rule) {
            findings.accept(new OfflineFinding(
                    rule, new TreeMap<>(), event.time(), event.time(), 1, 1, 1, List.of(event.id()), event.id()));
        }

        @Override
        public void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group) {
            signal(correlation, matched, group, List.of());
        }

        @Override
        public void signal(
                RuleInfo correlation, RuleInfo matched, SortedMap<String, String> values, List<String> fieldValues) {
            var group = new Group(correlation.id(), values);
            var signal = new Signal(event.id(), matched.id(), event.time(), fieldValues);
            var step = rules.machine(correlation).accept(states.get(group), signal, watermark());
            if (step.late()) {
                warnings.add("event " + event.id() + " is late for " + correlation.title());
            }
            keep(correlation, group, step, event.id());
        }

        @Override
        public void missingGroup(RuleInfo correlation, RuleInfo matched, String field) {
            warnings.add("event " + event.id() + " has no '" + field + "' to group " + correlation.title() + " by");
        }

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {
            warnings.add("event " + event.id() + ": " + rule.title() + " failed: " + cause);
        }
    }
}
