package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.topology.GroupState.Timer;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.correlate.Episode;
import tw.vigil.sigma.correlate.Signal;
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
    private final FindingWriter writer = new FindingWriter();
    private final RuleErrors ruleErrors;

    private boolean unknownSignalLogged;
    private ProcessorContext<String, Outgoing> context;
    private KeyValueStore<Bytes, byte[]> groups;
    private EventCopies copies;
    private Timers timers;
    private SourceClocks clocks;
    private Ledger ledger;

    @NullUnmarked // Kafka Streams calls init before anything else
    CorrelateProcessor(DetectionTopology.Parts parts) {
        this.parts = parts;
        this.ruleErrors = new RuleErrors(parts.clock());
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> taskContext) {
        context = taskContext;
        groups = taskContext.getStateStore(DetectionTopology.GROUPS);
        copies = new EventCopies(taskContext.getStateStore(DetectionTopology.COPIES));
        timers = new Timers(taskContext.getStateStore(DetectionTopology.TIMERS));
        ledger = new Ledger(taskContext.getStateStore(DetectionTopology.CORRELATION_LEDGER));
        long grace = parts.settings().grace().toMillis();
        clocks = new SourceClocks(taskContext.getStateStore(DetectionTopology.CLOCKS), grace);
        taskContext.schedule(parts.settings().punctuation(), PunctuationType.WALL_CLOCK_TIME, this::punctuate);
    }

    @Override
    public void process(Record<String, byte[]> input) {
        SignalMessage signal;
        try {
            signal = SignalMessage.from(input.value());
        } catch (RuntimeException e) {
            // bytes of another version can fail in any way
            quarantine(input, e);
            return;
        }
        // null: the rule was taken out of the pack while this was on its way; nothing asks for the count any more
        RuleInfo correlation = parts.rules().get().rule(signal.correlationId());
        if (correlation != null) {
            take(input.key(), signal, correlation);
        }
    }

    private void take(String group, SignalMessage signal, RuleInfo correlation) {
        Finding.ContributingEvent event = signal.copy().event();
        clocks.observe(event.sourceId(), signal.newestEvent());
        GroupState state = load(group, correlation, signal).withSource(event.sourceId());
        var machine = new StoredMachine(parts.rules().get().machine(correlation));
        StoredStep step;
        try {
            Instant watermark = Instant.ofEpochMilli(clocks.watermark(clocks.slowest(state.sources())));
            var taken = new Signal(event.id(), signal.matchedRuleId(), event.time(), signal.values());
            step = machine.accept(state.machine(), taken, watermark);
        } catch (RuntimeException e) {
            reportError(correlation, e, signal.copy());
            return;
        }
        if (step.late()) {
            parts.metrics().late(correlation);
        } else if (!step.duplicate()) {
            state = state.withCopies(copies.add(group, signal.copy(), state.copies()));
        }
        settle(group, state, correlation, step);
    }

    private GroupState load(String group, RuleInfo correlation, SignalMessage signal) {
        byte[] stored = groups.get(key(group));
        if (stored != null) {
            GroupState state = GroupState.from(stored);
            if (state.ruleVersion().equals(correlation.sha256())) {
                return state;
            }
            forget(group, state);
        }
        return GroupState.fresh(correlation.id(), correlation.sha256(), signal.group());
    }

    /// Sends what the step says and keeps what it leaves.
    private void settle(String group, GroupState before, RuleInfo correlation, StoredStep step) {
        GroupState state = before;
        for (Episode episode : step.episodes()) {
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
        save(group, state.withMachine(machineState, wakeAt == null ? GroupState.NEVER : wakeAt.toEpochMilli()));
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
        int left = DUE_LIMIT;
        for (String source : clocks.sources()) {
            List<Timers.Due> due = timers.due(source, clocks.watermark(source), left);
            due.forEach(this::wake);
            left -= due.size();
        }
    }

    private void wake(Timers.Due due) {
        timers.clear(due.timer(), due.group());
        byte[] stored = groups.get(key(due.group()));
        if (stored == null) {
            return;
        }
        GroupState state = GroupState.from(stored).withTimer(null);
        RuleInfo correlation = parts.rules().get().rule(state.correlationId());
        if (correlation == null || !correlation.sha256().equals(state.ruleVersion())) {
            forget(due.group(), state);
            return;
        }
        state = sendPending(due.group(), state, correlation, null);
        long watermark = clocks.watermark(clocks.slowest(state.sources()));
        byte[] machineState = state.machine();
        if (machineState == null || watermark < state.wakeAt()) {
            save(due.group(), state);
        } else {
            advance(due.group(), state, correlation, machineState, Instant.ofEpochMilli(watermark));
        }
    }

    private void advance(String group, GroupState state, RuleInfo correlation, byte[] machineState, Instant watermark) {
        var machine = new StoredMachine(parts.rules().get().machine(correlation));
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
        forward(finding, events.isEmpty() ? null : events.getLast().traceParent());
    }

    private void reportError(RuleInfo correlation, RuntimeException cause, EventCopy copy) {
        parts.metrics().error(correlation);
        Finding report = ruleErrors.report(correlation, cause, copy);
        if (report != null) {
            forward(report, copy.traceParent());
        }
    }

    /// Only another version of this service writes what cannot be read here; its event was counted as evaluated.
    /// Stopping would end all detection until someone comes; dropping it would be a gap that nobody sees. So its
    /// bytes, which hold the event, are kept aside, counted, and the stream goes on.
    private void quarantine(Record<String, byte[]> input, RuntimeException problem) {
        parts.metrics().unknownSignal();
        // other messages than those of our own reader may repeat what they could not read
        String detail = problem instanceof IllegalArgumentException
                ? String.valueOf(problem.getMessage())
                : "internal record of another form";
        var position = context.recordMetadata();
        var rejected = Rejection.ofSignal(
                input,
                detail,
                position.map(RecordMetadata::partition).orElse(-1),
                position.map(RecordMetadata::offset).orElse(-1L),
                parts.clock().instant());
        Headers headers = new RecordHeaders();
        rejected.headers().toMap().forEach(headers::add);
        var outgoing = new Outgoing(Target.QUARANTINE, rejected.value());
        context.forward(new Record<>(rejected.key(), outgoing, Math.max(0, input.timestamp()), headers));
        if (!unknownSignalLogged) {
            unknownSignalLogged = true;
            LOG.errorf("signals of an unknown version go to quarantine task=%s cause=%s", context.taskId(), detail);
        }
    }

    private void forward(Finding finding, @Nullable String traceParent) {
        Headers headers = new RecordHeaders();
        if (traceParent != null) {
            headers.add(EventHeaders.TRACEPARENT, traceParent.getBytes(StandardCharsets.UTF_8));
        }
        var outgoing = new Outgoing(Target.FINDING, writer.write(finding));
        long timestamp = Math.max(0, finding.times().evaluated().toEpochMilli());
        context.forward(new Record<>(finding.findingId(), outgoing, timestamp, headers));
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
                episode.value());
    }

    private static Bytes key(String group) {
        return Bytes.wrap(group.getBytes(StandardCharsets.UTF_8));
    }
}
