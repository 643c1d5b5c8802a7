package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of a [ResetMachine].
final class ResetState implements LiveState {

    private final CorrelationSpec spec;
    private final Intake intake;
    private final long span;
    private final EventLog log = new EventLog();
    /// Events that made it speak, so that they are known when they come again.
    private final EventLog spent = new EventLog();

    private final Identities known;
    private final ToldEpisodes told = new ToldEpisodes();
    private Sweep sweep;
    private boolean changed = true;

    ResetState(CorrelationSpec spec) {
        this.spec = spec;
        this.intake = new Intake(spec);
        this.known = new Identities(spec);
        this.span = EventTime.of(spec.timespan());
        this.sweep = new Sweep(spec, log);
    }

    static ResetState of(CorrelationSpec spec, StateCodec.Decoded decoded) {
        var state = new ResetState(spec);
        for (var entry : decoded.entries()) {
            state.known.add(entry);
            if (entry.skipped == StateCodec.SPENT) {
                insert(state.spent, entry);
            } else {
                state.take(entry);
            }
        }
        state.told.addAll(decoded.told());
        state.resweep();
        state.changed = false;
        return state;
    }

    @Override
    public Step accept(Signal signal, Instant watermark) {
        long now = EventTime.of(watermark);
        var entry = intake.entry(signal);
        if (entry.time < now - span) {
            return Step.LATE;
        }
        if (known.contains(entry)) {
            return Step.DUPLICATE;
        }
        forget(now);
        Intake.bound(log.size() + spent.size());
        changed = true;
        known.add(entry);
        boolean last = log.isEmpty() || entry.time >= log.lastTime();
        take(entry);
        if (last) {
            sweep.appended();
        } else {
            resweep();
        }
        List<Episode> episodes = new ArrayList<>(0);
        long time = entry.time;
        while (time <= entry.time + span) {
            if (log.from(time) < log.after(time)) {
                sweep.moveTo(time);
                if (sweep.satisfied()) {
                    episodes.add(speak());
                }
            }
            long next = log.after(time);
            time = next == log.end() ? Long.MAX_VALUE : log.time(next);
        }
        if (!log.isEmpty()) {
            sweep.moveTo(log.lastTime());
        }
        return Step.telling(episodes);
    }

    private void take(Entry entry) {
        entry.repeated = false;
        for (long i = log.from(entry.time); i < log.after(entry.time); i++) {
            entry.repeated |= log.at(i).id.equals(entry.id);
        }
        insert(log, entry);
    }

    private static void insert(EventLog log, Entry entry) {
        if (log.isEmpty() || entry.time >= log.lastTime()) {
            log.append(entry);
        } else {
            log.insert(log.after(entry.time), entry);
        }
    }

    private Episode speak() {
        long from = sweep.low();
        long to = sweep.high();
        long end = log.time(to - 1);
        long start = told.unused(log.time(from));
        long count = sweep.weight();
        var episode = new Episode(
                EventTime.instant(start),
                EventTime.instant(end),
                1,
                count,
                log.ids(from, to, Episode.KEPT_IDS),
                sweep.measure(),
                Collections.emptySortedMap(),
                log.at(to - 1).carried);
        told.add(new Told(start, end, 1, count));
        for (long i = from; i < to; i++) {
            insert(spent, log.at(i));
        }
        log.remove(from, to);
        resweep();
        return episode;
    }

    private void resweep() {
        sweep = new Sweep(spec, log);
        for (int i = 0; i < log.size(); i++) {
            sweep.appended();
        }
    }

    @Override
    public Step advance(Instant watermark) {
        forget(EventTime.of(watermark));
        return Step.NOTHING;
    }

    private void forget(long now) {
        changed |= told.forgetBefore(now - 2 * span);
        while (!log.isEmpty() && log.time(log.begin()) < now - 2 * span) {
            known.remove(log.at(log.begin()));
            sweep.forgetFirst();
            log.removeFirst();
            changed = true;
        }
        while (!spent.isEmpty() && spent.time(spent.begin()) < now - 2 * span) {
            known.remove(spent.at(spent.begin()));
            spent.removeFirst();
            changed = true;
        }
    }

    @Override
    public boolean isEmpty() {
        return log.isEmpty() && spent.isEmpty() && told.isEmpty();
    }

    @Override
    public @Nullable Instant wakeAt() {
        if (isEmpty()) {
            return null;
        }
        long last = Long.MIN_VALUE;
        for (var events : List.of(log, spent)) {
            last = events.isEmpty() ? last : Math.max(last, events.lastTime());
        }
        last = told.isEmpty() ? last : Math.max(last, told.lastAnchor());
        return EventTime.instant(last + 2 * span).plusMillis(1);
    }

    @Override
    public boolean isChanged() {
        return changed;
    }

    @Override
    public byte[] encode() {
        changed = false;
        var all = new EventLog();
        for (long i = log.begin(); i < log.end(); i++) {
            all.append(log.at(i));
        }
        for (long i = spent.begin(); i < spent.end(); i++) {
            spent.at(i).skipped = StateCodec.SPENT;
            insert(all, spent.at(i));
        }
        return StateCodec.encode(Long.MIN_VALUE, Long.MIN_VALUE, all, told.all());
    }
}
