package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.topology.GroupState.Timer;
import tw.vigil.event.Finding;
import tw.vigil.sigma.ChainedSignal;
import tw.vigil.sigma.Expectation;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.Episode;
import tw.vigil.sigma.correlate.Step;
import tw.vigil.sigma.correlate.StoredMachine;
import tw.vigil.sigma.correlate.StoredStep;

/// The correlate stage: one machine step per signal, state by (correlation, group) in changelogged stores.
///
/// The first revisions of an episode go out at once. A flood would repeat the finding for every event, so later
/// revisions wait for the next punctuation; the pending one is part of the stored state, so the last count is sent
/// whatever is killed.
final class CorrelateProcessor implements Processor<String, byte[], String, Outgoing> {
    private static final Logger LOG = Logger.getLogger(CorrelateProcessor.class);

    private static final int IMMEDIATE_REVISIONS = 20;

    /// Groups handled in one punctuation; the others follow in the next, so that the stream keeps polling.
    private static final int DUE_LIMIT = 2_000;

    private final DetectionTopology.Parts parts;
    private final RuleErrors ruleErrors;

    private CorrelateSender sender;
    private ProcessorContext<String, Outgoing> context;
    private KeyValueStore<Bytes, byte[]> groups;
    private EventCopies copies;
    private Timers timers;
    private SourceClocks clocks;
    private Ledger ledger;
    private ActiveMachines machines;
    private @Nullable RuleSet armed;

    @NullUnmarked // Kafka Streams calls init before anything else
    CorrelateProcessor(DetectionTopology.Parts parts) {
        this.parts = parts;
        this.ruleErrors = new RuleErrors(parts.clock());
        this.machines = new ActiveMachines(parts.rules().get());
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> taskContext) {
        context = taskContext;
        sender = new CorrelateSender(taskContext, parts.clock());
        groups = taskContext.getStateStore(DetectionTopology.GROUPS);
        copies = new EventCopies(taskContext.getStateStore(DetectionTopology.COPIES));
        timers = new Timers(taskContext.getStateStore(DetectionTopology.TIMERS));
        ledger = new Ledger(taskContext.getStateStore(DetectionTopology.CORRELATION_LEDGER));
        clocks = new SourceClocks(taskContext.getStateStore(DetectionTopology.CLOCKS), parts.settings());
        taskContext.schedule(parts.settings().punctuation(), PunctuationType.WALL_CLOCK_TIME, this::punctuate);
    }

    @Override
    public void process(Record<String, byte[]> input) {
        SignalMessage signal;
        try {
            signal = SignalMessage.from(input.value());
        } catch (RuntimeException e) {
            // bytes of another version can fail in any way
            parts.metrics().unknownSignal();
            sender.quarantine(input, e);
            return;
        }
        // null: the rule was taken out of the pack while this was on its way; nothing asks for the count any more
        RuleInfo rule = machines().rules().rule(signal.correlationId());
        if (rule != null) {
            take(input.key(), signal, rule);
        }
    }

    /// The rule set may be replaced at any time.
    private ActiveMachines machines() {
        RuleSet current = parts.rules().get();
        if (machines.rules() != current) {
            machines = new ActiveMachines(current);
        }
        return machines;
    }

    private void take(String group, SignalMessage message, RuleInfo rule) {
        message.newestEvents().forEach((source, newest) -> clocks.observe(source, message.partition(), newest));
        Expectation expectation = machines.expectation(rule);
        if (expectation != null && !expectation.concerns(message.group())) {
            return;
        }
        arm(group, message.group(), expectation);
        GroupState state = load(group, rule, message.group(), expectation)
                .withSources(expectation == null ? message.newestEvents().keySet() : List.of(SourceClocks.WALL));
        StoredStep step;
        try {
            step = machines.machine(rule).accept(state.machine(), message.signal(), watermark(state, rule));
        } catch (RuntimeException e) {
            reportError(rule, e, message.copies());
            return;
        }
        if (step.late()) {
            parts.metrics().late(rule);
        } else if (!step.duplicate()) {
            state = state.withCopies(copies.add(group, message, state.copies()));
        }
        settle(group, state, rule, step);
    }

    private Instant watermark(GroupState state, RuleInfo rule) {
        return Instant.ofEpochMilli(clocks.watermark(clocks.slowest(state.sources())) - machines.delay(rule));
    }

    private GroupState load(
            String group, RuleInfo rule, SortedMap<String, String> values, @Nullable Expectation expectation) {
        byte[] stored = groups.get(key(group));
        if (stored != null) {
            GroupState state = GroupState.from(stored);
            if (state.ruleVersion().equals(rule.sha256())) {
                return state;
            }
            if (expectation != null) {
                // what happened stays true; a deadline must not begin anew because a title was mended
                return state.withRuleVersion(rule.sha256());
            }
            forget(group, state);
        }
        return GroupState.fresh(rule.id(), rule.sha256(), values);
    }

    /// Begins to expect something of a row of a register, unless that has begun.
    private void arm(String group, SortedMap<String, String> row, @Nullable Expectation expectation) {
        if (expectation == null || expectation.rows() == null || groups.get(key(group)) != null) {
            return;
        }
        RuleInfo rule = expectation.rule();
        var state = expectation.machine().open();
        Step step = state.arm(parts.clock().instant());
        var fresh = GroupState.fresh(rule.id(), rule.sha256(), row).withSources(List.of(SourceClocks.WALL));
        settle(group, fresh, rule, new StoredStep(state.encode(), step.episodes(), state.wakeAt(), false, false));
    }

    /// Sends what the step says and keeps what it leaves.
    private void settle(String group, GroupState before, RuleInfo correlation, StoredStep step) {
        GroupState state = before;
        for (Episode episode : step.episodes()) {
            pass(group, state, correlation, episode);
            if (correlation.silent()) {
                continue;
            }
            if (episode.revision() <= IMMEDIATE_REVISIONS) {
                // a new episode ends the one before it, whose last revision must not be lost
                state = sendPending(group, state, correlation, episode);
                send(group, state, correlation, episode);
            } else {
                state = state.withPending(withNewestIds(episode));
            }
        }
        byte[] machineState = step.state();
        if (machineState == null) {
            forget(group, sendPending(group, state, correlation, null));
            return;
        }
        Instant wakeAt = step.wakeAt();
        long wake = wakeAt == null ? GroupState.NEVER : wakeAt.toEpochMilli() + machines.delay(correlation);
        save(group, state.withMachine(machineState, wake));
    }

    /// An episode is a signal of the rules that refer to this one.
    private void pass(String group, GroupState state, RuleInfo inner, Episode episode) {
        for (ChainedSignal chained : machines.rules().chained(inner, state.group(), episode)) {
            if (chained.missing() != null) {
                parts.metrics().missingGroup(chained.correlation());
                continue;
            }
            parts.metrics().signal(chained.correlation());
            SortedMap<String, Instant> newest = new TreeMap<>();
            state.sources().forEach(source -> newest.put(SourceClocks.chained(source), clocks.reading(source)));
            var events = copies.of(group, episode);
            sender.signal(new SignalMessage(
                    chained.correlation().id(),
                    chained.group(),
                    chained.signal(),
                    context.taskId().partition(),
                    newest,
                    events));
        }
    }

    private GroupState sendPending(
            String group, GroupState state, RuleInfo correlation, @Nullable Episode replacement) {
        Episode pending = state.pending();
        if (pending == null) {
            return state;
        }
        boolean replaced = replacement != null && replacement.windowStart().equals(pending.windowStart());
        if (!replaced) {
            send(group, state, correlation, pending);
        }
        return state.withPending(null);
    }

    private void save(String group, GroupState state) {
        String source = clocks.slowest(state.sources());
        long at = state.pending() != null ? Long.MIN_VALUE + 1 : state.wakeAt();
        Timer timer = state.timer();
        // a timer that comes too early only looks again: so one write per window, not one per signal
        if (at != GroupState.NEVER && (timer == null || at < timer.at())) {
            if (timer != null) {
                timers.clear(timer, group);
            }
            timer = new Timer(source, at);
            timers.set(timer, group);
        }
        groups.put(key(group), state.withTimer(timer).toBytes());
    }

    private void forget(String group, GroupState state) {
        if (state.timer() != null) {
            timers.clear(state.timer(), group);
        }
        copies.removeAll(group);
        groups.delete(key(group));
    }

    private void punctuate(long now) {
        clocks.tick(now, parts.caughtUp().getAsBoolean());
        armAll();
        int left = DUE_LIMIT;
        for (String source : clocks.sources()) {
            List<Timers.Due> due = timers.due(source, clocks.watermark(source), left);
            due.forEach(this::wake);
            left -= due.size();
        }
    }

    /// Begins to expect what no event has announced: the rows of registers whose groups are at home here.
    private void armAll() {
        RuleSet current = machines().rules();
        if (armed == current) {
            return;
        }
        for (Expectation expectation : current.expectations()) {
            List<SortedMap<String, String>> rows = expectation.rows();
            for (SortedMap<String, String> row : rows == null ? List.<SortedMap<String, String>>of() : rows) {
                String group = Groups.key(expectation.rule().id(), row);
                int home = Groups.partition(group, parts.settings().signalPartitions());
                if (home == context.taskId().partition()) {
                    arm(group, row, expectation);
                }
            }
        }
        armed = current;
    }

    private void wake(Timers.Due due) {
        timers.clear(due.timer(), due.group());
        byte[] stored = groups.get(key(due.group()));
        if (stored == null) {
            return;
        }
        GroupState state = GroupState.from(stored).withTimer(null);
        RuleInfo rule = machines().rules().rule(state.correlationId());
        Expectation expectation = rule == null ? null : machines.expectation(rule);
        boolean gone = rule == null
                || (expectation == null && !rule.sha256().equals(state.ruleVersion()))
                || (expectation != null && !expectation.concerns(state.group()));
        if (rule == null || gone) {
            forget(due.group(), state);
            return;
        }
        state = sendPending(due.group(), state.withRuleVersion(rule.sha256()), rule, null);
        long watermark = clocks.watermark(clocks.slowest(state.sources()));
        byte[] machineState = state.machine();
        if (machineState == null || watermark < state.wakeAt()) {
            save(due.group(), state);
        } else {
            advance(due.group(), state, rule, machineState, watermark(state, rule));
        }
    }

    private void advance(String group, GroupState state, RuleInfo correlation, byte[] machineState, Instant watermark) {
        StoredMachine machine = machines.machine(correlation);
        StoredStep step;
        try {
            step = machine.advance(machineState, watermark);
        } catch (RuntimeException e) {
            parts.metrics().error(correlation);
            LOG.errorf(e, "correlation state dropped ruleId=%s", correlation.id());
            forget(group, state);
            return;
        }
        // an event may still come that is one timespan late, and complete a window that began one timespan before it
        Instant needed = watermark.minus(machine.timespan().multipliedBy(2));
        settle(group, state, correlation, step);
        if (step.state() != null) {
            long removed = copies.removeBefore(group, needed);
            byte[] stored = groups.get(key(group));
            if (removed > 0 && stored != null) {
                GroupState kept = GroupState.from(stored);
                groups.put(
                        key(group),
                        kept.withCopies(Math.max(0, kept.copies() - removed)).toBytes());
            }
        }
    }

    private void send(String group, GroupState state, RuleInfo correlation, Episode episode) {
        List<EventCopy> events = copies.of(group, episode);
        Finding finding = Findings.ofEpisode(
                correlation, state.group(), episode, events, parts.clock().instant());
        if (episode.revision() == 1) {
            parts.metrics().finding(correlation);
            ledger.add(correlation.id(), new LedgerEntry(0, 0, 0, 1, 0, 0));
        }
        sender.finding(finding, events.isEmpty() ? null : events.getLast().traceParent());
    }

    private void reportError(RuleInfo correlation, RuntimeException cause, List<EventCopy> events) {
        parts.metrics().error(correlation);
        if (events.isEmpty()) {
            LOG.errorf(cause, "rule failed on a signal without events ruleId=%s", correlation.id());
            return;
        }
        EventCopy copy = events.getLast();
        Finding report = ruleErrors.report(correlation, cause, copy);
        if (report != null) {
            sender.finding(report, copy.traceParent());
        }
    }

    /// A pending revision needs no more ids than a finding shows events.
    private static Episode withNewestIds(Episode episode) {
        List<String> ids = episode.eventIds();
        List<String> newest = ids.subList(Math.max(0, ids.size() - Findings.MAX_EVENTS), ids.size());
        return new Episode(
                episode.windowStart(),
                episode.windowEnd(),
                episode.revision(),
                episode.count(),
                newest,
                episode.value(),
                episode.added(),
                episode.carried());
    }

    private static Bytes key(String group) {
        return Bytes.wrap(group.getBytes(StandardCharsets.UTF_8));
    }
}
