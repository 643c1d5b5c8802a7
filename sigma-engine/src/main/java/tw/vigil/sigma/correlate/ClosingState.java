package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of a [ClosingMachine]. Taking an event is appending it; a window is measured once, when it is judged.
final class ClosingState implements LiveState {

    private final CorrelationSpec spec;
    private final Intake intake;
    private final EventLog log = new EventLog();
    private final Identities known;
    private final long span;
    /// Windows up to this time (inclusive) were judged.
    private long judgedUpTo = Long.MIN_VALUE;

    private boolean changed = true;

    ClosingState(CorrelationSpec spec) {
        this.spec = spec;
        this.intake = new Intake(spec);
        this.known = new Identities(spec);
        this.span = EventTime.of(spec.timespan());
    }

    static ClosingState of(CorrelationSpec spec, StateCodec.Decoded decoded) {
        var state = new ClosingState(spec);
        state.judgedUpTo = decoded.judgedUpTo();
        decoded.entries().forEach(state::insert);
        state.changed = false;
        return state;
    }

    @Override
    public Step accept(Signal signal, Instant watermark) {
        long now = EventTime.of(watermark);
        var entry = intake.entry(signal);
        // A window that was judged is not opened again; the event is reported as late, not dropped in silence.
        boolean late = entry.time < now - span || entry.time <= judgedUpTo;
        boolean duplicate = !late && known.contains(entry);
        if (!late && !duplicate) {
            Intake.bound(log.size());
            insert(entry);
        }
        return new Step(judge(now), late, duplicate);
    }

    private void insert(Entry entry) {
        changed = true;
        known.add(entry);
        if (log.isEmpty() || entry.time >= log.lastTime()) {
            log.append(entry);
        } else {
            log.insert(log.after(entry.time), entry);
        }
    }

    @Override
    public Step advance(Instant watermark) {
        return Step.telling(judge(EventTime.of(watermark)));
    }

    @Override
    public boolean isEmpty() {
        return log.isEmpty() && judgedUpTo == Long.MIN_VALUE;
    }

    @Override
    public @Nullable Instant wakeAt() {
        return isEmpty()
                ? null
                : EventTime.instant(log.isEmpty() ? judgedUpTo + span : end()).plusMillis(1);
    }

    @Override
    public boolean isChanged() {
        return changed;
    }

    @Override
    public byte[] encode() {
        changed = false;
        return StateCodec.encode(Long.MIN_VALUE, judgedUpTo, log, List.of());
    }

    private List<Episode> judge(long now) {
        List<Episode> episodes = new ArrayList<>(0);
        while (!log.isEmpty() && now > end()) {
            judge(end(), episodes);
        }
        if (log.isEmpty() && judgedUpTo != Long.MIN_VALUE && now - span > judgedUpTo) {
            changed = true;
            judgedUpTo = Long.MIN_VALUE;
        }
        return episodes;
    }

    /// The events of the window, in the order of time, then forgotten.
    private void judge(long end, List<Episode> episodes) {
        long begin = log.begin();
        long behind = log.after(end);
        var judged = new EventLog();
        var window = Window.of(spec, judged);
        long count = 0;
        for (long i = begin; i < behind; i++) {
            var entry = log.at(i);
            judged.append(entry);
            window.learn(entry);
            window.enter(entry);
            count += entry.weight();
        }
        long start = log.time(begin);
        if (window.satisfies(start, end, count)) {
            episodes.add(new Episode(
                    EventTime.instant(start),
                    EventTime.instant(end),
                    1,
                    count,
                    log.ids(begin, behind, Episode.KEPT_IDS),
                    window.measure(start, end, count),
                    Collections.emptySortedMap(),
                    log.at(behind - 1).carried));
        }
        judgedUpTo = end;
        changed = true;
        for (long i = begin; i < behind; i++) {
            known.remove(log.at(i));
            log.removeFirst();
        }
    }

    private long end() {
        return log.time(log.begin()) + span;
    }
}
