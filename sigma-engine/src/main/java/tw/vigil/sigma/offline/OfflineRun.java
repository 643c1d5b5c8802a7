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
import tw.vigil.sigma.ChainedSignal;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.Expectation;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.Episode;
import tw.vigil.sigma.correlate.LiveState;
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
    private final Map<Group, LiveState> states = new HashMap<>();
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>(
            Comparator.comparing(Wake::at).thenComparingInt(Wake::height).thenComparingLong(Wake::order));
    private final List<String> warnings = new ArrayList<>();
    private Instant latest = Instant.EPOCH.minus(Duration.ofDays(365_000));

    private final Map<String, Expectation> expectations = new HashMap<>();
    /// Identity of an episode that counted in another rule → its events.
    private final Map<String, List<String>> episodes = new HashMap<>();
    private boolean armed;
    private long order;
    /// While time passes: how far it has come.
    private @Nullable Instant passing;

    private record Group(String ruleId, SortedMap<String, String> values) {}

    /// @param height of the rule: what it refers to speaks before it
    private record Wake(Instant at, int height, long order, Group group) {}

    /// @param lateness how far behind the latest event time seen an event may be and still count
    public OfflineRun(RuleSet rules, Duration lateness, Consumer<OfflineFinding> findings) {
        this.rules = rules;
        this.evaluator = rules.newEvaluator();
        this.lateness = lateness;
        this.findings = findings;
        rules.expectations()
                .forEach(expectation -> expectations.put(expectation.rule().id(), expectation));
    }

    public OfflineRun(RuleSet rules, Consumer<OfflineFinding> findings) {
        this(rules, DEFAULT_LATENESS, findings);
    }

    /// The first event, unless [#begin] was called before, begins the time that expectations watch.
    public void accept(OfflineEvent event) throws MalformedEventException {
        begin(event.time());
        if (event.time().isAfter(latest)) {
            latest = event.time();
            advance(watermark(), true);
        }
        evaluator.evaluate(event.source(), event.json(), new Sink(event));
    }

    /// Expectations watch from here on; only the first call counts.
    public void begin(Instant from) {
        if (!armed) {
            armed = true;
            for (var expectation : expectations.values()) {
                for (var row : expectation.rows() == null ? List.<SortedMap<String, String>>of() : expectation.rows()) {
                    var group = new Group(expectation.rule().id(), row);
                    var state = expectation.machine().open();
                    keep(expectation.rule(), group, state, state.arm(from), null);
                }
            }
        }
    }

    /// Lets time pass without events: all deadlines and windows up to `until` are judged.
    public void passTo(Instant until) {
        begin(until);
        if (until.plus(lateness).isAfter(latest)) {
            latest = until.plus(lateness);
        }
        advance(until, true);
    }

    /// Closes every window. Expectations do not look beyond the last event: use [#passTo] before.
    public void finish() {
        advance(END_OF_TIME, false);
    }

    /// What went wrong without stopping the run: a rule that failed on an event, a missing group-by field, a
    /// late event.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private Instant watermark() {
        return passing == null ? latest.minus(lateness) : passing;
    }

    /// Each group at its own time, in the order of time, so that what one says reaches the next in time.
    private void advance(Instant watermark, boolean deadlines) {
        List<Wake> later = new ArrayList<>();
        while (!wakes.isEmpty() && !wakes.peek().at().isAfter(watermark)) {
            var wake = wakes.remove();
            var group = wake.group();
            var state = states.get(group);
            if (!deadlines && expectations.containsKey(group.ruleId())) {
                later.add(wake);
            } else if (state != null) {
                passing = wake.at();
                var rule = Objects.requireNonNull(rules.rule(group.ruleId()));
                keep(rule, group, state, state.advance(wake.at()), null);
            }
        }
        passing = null;
        wakes.addAll(later);
    }

    private void keep(RuleInfo rule, Group group, LiveState state, Step step, @Nullable String completedBy) {
        if (state.isEmpty()) {
            states.remove(group);
        } else {
            states.put(group, state);
            var wakeAt = state.wakeAt();
            if (wakeAt != null) {
                wakes.add(new Wake(wakeAt, rules.height(rule), order++, group));
            }
        }
        for (var episode : step.episodes()) {
            if (!rule.silent()) {
                findings.accept(finding(rule, group, episode, completedBy));
            }
            for (var chained : rules.chained(rule, group.values(), episode)) {
                pass(chained, episode, completedBy);
            }
        }
    }

    private void pass(ChainedSignal chained, Episode episode, @Nullable String completedBy) {
        var correlation = chained.correlation();
        if (chained.missing() != null) {
            warnings.add("an episode has no '" + chained.missing() + "' to group " + correlation.title() + " by");
            return;
        }
        episodes.put(chained.signal().eventId(), contributing(episode));
        take(correlation, chained.group(), chained.signal(), completedBy);
    }

    private void take(
            RuleInfo correlation, SortedMap<String, String> values, Signal signal, @Nullable String completedBy) {
        var expectation = expectations.get(correlation.id());
        if (expectation != null && !expectation.concerns(values)) {
            return;
        }
        var group = new Group(correlation.id(), values);
        var known = states.get(group);
        var state = known == null ? rules.machine(correlation).open() : known;
        Step step;
        try {
            step = state.accept(signal, watermark());
        } catch (IllegalStateException e) {
            warnings.add(correlation.title() + " failed: " + e.getMessage());
            return;
        }
        if (step.late()) {
            warnings.add("event " + signal.eventId() + " is late for " + correlation.title());
        }
        keep(correlation, group, state, step, completedBy);
    }

    /// Of an episode of episodes the events of those.
    private List<String> contributing(Episode episode) {
        return episode.eventIds().stream()
                .flatMap(id -> episodes.getOrDefault(id, List.of(id)).stream())
                .distinct()
                .toList();
    }

    private OfflineFinding finding(RuleInfo rule, Group group, Episode episode, @Nullable String completedBy) {
        var events = contributing(episode);
        var values = new TreeMap<>(group.values());
        values.putAll(episode.added());
        return new OfflineFinding(
                rule,
                values,
                episode.windowStart(),
                episode.windowEnd(),
                episode.count(),
                episode.value(),
                episode.revision(),
                events,
                completedBy != null ? completedBy : events.isEmpty() ? "" : events.getLast());
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
                RuleInfo correlation,
                RuleInfo matched,
                SortedMap<String, String> values,
                List<String> fieldValues,
                SortedMap<String, List<String>> carried) {
            var signal = new Signal(event.id(), matched.id(), event.time(), fieldValues, carried);
            take(correlation, values, signal, event.id());
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
