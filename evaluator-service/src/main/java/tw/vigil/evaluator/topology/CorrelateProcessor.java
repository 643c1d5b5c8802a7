package tw.vigil.evaluator.topology;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.canary.CanaryRun;
import tw.vigil.event.Finding;
import tw.vigil.event.Heartbeat;
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

    /// One signal in this many is measured, as events are.
    private static final int SAMPLE = 64;

    private final DetectionTopology.Parts parts;
    private final RuleErrors ruleErrors;

    private CorrelateSender sender;
    private ProcessorContext<String, Outgoing> context;
    private GroupTable groups;
    private SourceClocks clocks;
    private ActiveMachines machines;
    private @Nullable RuleSet armed;
    private int untilSample = SAMPLE;

    @NullUnmarked // Kafka Streams calls init before anything else
    CorrelateProcessor(DetectionTopology.Parts parts) {
        this.parts = parts;
        this.ruleErrors = new RuleErrors(parts.clock());
        this.machines = new ActiveMachines(parts.rules().get());
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> taskContext) {
        context = taskContext;
        groups = new GroupTable(taskContext);
        var ledger = new Ledger(taskContext.getStateStore(DetectionTopology.CORRELATION_LEDGER));
        sender = new CorrelateSender(taskContext, parts.metrics(), ledger, parts.clock());
        clocks = new SourceClocks(taskContext.getStateStore(DetectionTopology.CLOCKS), parts.settings());
        taskContext.schedule(parts.settings().punctuation(), PunctuationType.WALL_CLOCK_TIME, this::punctuate);
    }

    @Override
    public void process(Record<String, byte[]> input) {
        if (Heartbeats.marks(input.headers())) {
            Heartbeat beat = readable(input, Heartbeats::read);
            if (beat != null) {
                sender.heartbeat(beat, input.timestamp());
            }
            return;
        }
        SignalMessage signal = readable(input, SignalMessage::from);
        if (signal == null) {
            return;
        }
        // null: the rule was taken out of the pack while this was on its way; nothing asks for the count any more
        RuleInfo rule = machines().rules().rule(signal.correlationId());
        if (rule != null) {
            take(input.key(), signal, rule);
        }
    }

    /// Null when the value cannot be read, which is then told; sending what was read must not be caught here.
    private <R> @Nullable R readable(Record<String, byte[]> input, Function<byte[], R> reader) {
        try {
            return reader.apply(input.value());
        } catch (RuntimeException e) {
            // bytes of another version can fail in any way
            parts.metrics().unknownSignal();
            sender.quarantine(input, e);
            return null;
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
        CanaryRun run = CanaryRun.of(message.group());
        if (expectation != null && (run != null || !expectation.concerns(message.group()))) {
            return; // what a canary says has not happened
        }
        arm(group, message.group(), expectation);
        GroupState state = load(group, rule, message.group(), expectation);
        if (state == null) {
            refuse(rule, message.copies());
            return;
        }
        boolean byWall = expectation != null || run != null;
        state = state.withSources(
                byWall ? List.of(SourceClocks.WALL) : message.newestEvents().keySet());
        StoredStep step;
        // canaries are not what the rule costs
        boolean sampled = run == null && --untilSample == 0;
        long start = sampled ? System.nanoTime() : 0;
        try {
            step = machines.machine(rule).accept(state.machine(), message.signal(), watermark(state, rule));
        } catch (RuntimeException e) {
            reportError(rule, e, message.copies());
            return;
        } finally {
            if (sampled) {
                untilSample = SAMPLE;
                parts.metrics().took(rule, System.nanoTime() - start, SAMPLE);
            }
        }
        if (step.late()) {
            if (run == null) {
                parts.metrics().late(rule);
            }
        } else if (!step.duplicate() && keepsEvents(rule, step)) {
            state = state.withCopies(groups.copies().add(group, message, state.copies()));
        }
        settle(group, state, rule, step);
    }

    /// A baseline speaks of the one event that is new, and forgets it: that all others were known is most of what it
    /// hears.
    private static boolean keepsEvents(RuleInfo rule, StoredStep step) {
        return !rule.kind().equals("baseline") || !step.episodes().isEmpty();
    }

    private Instant watermark(GroupState state, RuleInfo rule) {
        return Instant.ofEpochMilli(clocks.watermark(clocks.slowest(state.sources())) - machines.delay(rule));
    }

    /// Null when the rule may hold no more groups.
    private @Nullable GroupState load(
            String group, RuleInfo rule, SortedMap<String, String> values, @Nullable Expectation expectation) {
        GroupState state = groups.find(group);
        if (state != null) {
            if (state.ruleVersion().equals(rule.sha256())) {
                return state;
            }
            if (expectation != null) {
                // what happened stays true; a deadline must not begin anew because a title was mended
                return state.withRuleVersion(rule.sha256());
            }
            groups.forget(group, state);
        } else if (groups.of(rule.id()) >= parts.settings().maxGroups()) {
            return null;
        }
        return GroupState.fresh(rule.id(), rule.sha256(), values);
    }

    /// Groups that the rule has go on; what it cannot take any more is counted and told.
    private void refuse(RuleInfo rule, List<EventCopy> events) {
        parts.metrics().refused(rule);
        Finding report = events.isEmpty()
                ? null
                : ruleErrors.bound(rule, parts.settings().maxGroups(), events.getLast());
        if (report != null) {
            LOG.errorf("rule holds as many groups as it may rule=%s", Findings.label(rule));
            sender.finding(report, events.getLast().traceParent());
        }
    }

    /// Begins to expect something of a row of a register, unless that has begun.
    private void arm(String group, SortedMap<String, String> row, @Nullable Expectation expectation) {
        if (expectation == null || expectation.rows() == null || groups.find(group) != null) {
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
            groups.forget(group, sendPending(group, state, correlation, null));
            return;
        }
        CanaryRun run = CanaryRun.of(state.group());
        if (run != null
                && run.ruleId().equals(correlation.id())
                && !step.episodes().isEmpty()) {
            groups.forget(group, state); // it has proven what it was to prove
            return;
        }
        Instant wakeAt = step.wakeAt();
        long wake = wakeAt == null ? GroupState.NEVER : wakeAt.toEpochMilli() + machines.delay(correlation);
        groups.save(group, state.withMachine(machineState, wake), clocks);
    }

    /// An episode is a signal of the rules that refer to this one.
    private void pass(String group, GroupState state, RuleInfo inner, Episode episode) {
        CanaryRun run = CanaryRun.of(state.group());
        for (ChainedSignal chained : machines.rules().chained(inner, state.group(), episode)) {
            if (chained.missing() != null) {
                if (run == null) {
                    parts.metrics().missingGroup(chained.correlation());
                }
                continue;
            }
            if (run == null) {
                parts.metrics().signal(chained.correlation());
            }
            SortedMap<String, Instant> newest = new TreeMap<>();
            state.sources().forEach(source -> newest.put(SourceClocks.chained(source), clocks.reading(source)));
            var events = groups.copies().of(group, episode);
            sender.signal(new SignalMessage(
                    chained.correlation().id(),
                    run == null ? chained.group() : run.within(chained.group()),
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

    private void punctuate(long now) {
        clocks.tick(now, parts.caughtUp().getAsBoolean());
        armAll();
        int left = DUE_LIMIT;
        for (String source : clocks.sources()) {
            List<Timers.Due> due = groups.timers().due(source, clocks.watermark(source), left);
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
        groups.timers().clear(due.timer(), due.group());
        GroupState found = groups.find(due.group());
        if (found == null) {
            return;
        }
        GroupState state = found.withTimer(null);
        RuleInfo rule = machines().rules().rule(state.correlationId());
        Expectation expectation = rule == null ? null : machines.expectation(rule);
        boolean gone = rule == null
                || (expectation == null && !rule.sha256().equals(state.ruleVersion()))
                || (expectation != null && !expectation.concerns(state.group()));
        if (rule == null || gone) {
            groups.forget(due.group(), state);
            return;
        }
        state = sendPending(due.group(), state.withRuleVersion(rule.sha256()), rule, null);
        long watermark = clocks.watermark(clocks.slowest(state.sources()));
        byte[] machineState = state.machine();
        if (machineState == null || watermark < state.wakeAt()) {
            groups.save(due.group(), state, clocks);
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
            groups.forget(group, state);
            return;
        }
        // an event may still come that is one timespan late, and complete a window that began one timespan before it
        Instant needed = watermark.minus(machine.timespan().multipliedBy(2));
        settle(group, state, correlation, step);
        if (step.state() != null) {
            long removed = groups.copies().removeBefore(group, needed);
            GroupState kept = removed > 0 ? groups.find(group) : null;
            if (kept != null) {
                groups.replace(group, kept.withCopies(Math.max(0, kept.copies() - removed)));
            }
        }
    }

    private void send(String group, GroupState state, RuleInfo correlation, Episode episode) {
        sender.episode(
                machines.rules(),
                correlation,
                state.group(),
                episode,
                groups.copies().of(group, episode));
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
}
