package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of an [EpisodeMachine].
///
/// An event that is not older than the last one costs the same however many there are: the window slides on, and the
/// run of events at which the condition holds goes on or ends. An older one has the events judged anew whose windows
/// it joins.
final class EpisodeState implements LiveState {

    private final CorrelationSpec spec;
    private final Intake intake;
    private final long span;
    private final long suppress;
    /// Only the ends of a long run are kept.
    private final boolean condenses;
    private final boolean tellsEvery;
    private final EventLog log = new EventLog();
    private final Identities known;
    /// Position of the first event that `known` holds.
    private long knownFrom;

    private final Sweep sweep;
    private final ToldEpisodes told = new ToldEpisodes();
    /// Events before this time were forgotten.
    private long forgottenBefore = Long.MIN_VALUE;

    /// The run that ends at the last event.
    private final Run run = new Run();
    /// The run that ends at the last event before `lastTimeBegin`.
    private final Run before = new Run();
    /// Position of the first of the events at the last time, and how many there are.
    private long lastTimeBegin;
    private long lastTimeWeight;

    private boolean changed = true;

    EpisodeState(CorrelationSpec spec) {
        this.spec = spec;
        this.intake = new Intake(spec);
        this.known = new Identities(spec);
        this.span = EventTime.of(spec.timespan());
        this.suppress = EventTime.of(spec.refiring().suppress());
        this.tellsEvery = spec.refiring().mode() == Refiring.Mode.EVERY;
        this.condenses = spec.type() == CorrelationType.EVENT_COUNT && !tellsEvery;
        this.sweep = new Sweep(spec, log);
    }

    static EpisodeState of(CorrelationSpec spec, StateCodec.Decoded decoded) {
        var state = new EpisodeState(spec);
        state.forgottenBefore = decoded.forgottenBefore();
        for (var entry : decoded.entries()) {
            state.known.add(entry);
            state.append(entry);
        }
        state.told.addAll(decoded.told());
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
        if (!condenses && log.size() >= Intake.MAX_ENTRIES && !known.contains(entry)) {
            forget(now);
            Intake.bound(log.size());
        }
        if (!known.add(entry)) {
            return Step.DUPLICATE;
        }
        forget(now);
        changed = true;
        Step step;
        if (log.isEmpty() || entry.time >= log.lastTime()) {
            append(entry);
            step = run.isActive() ? Step.of(tell(run, log.end() - 1, log.end() - 1)) : Step.NOTHING;
        } else {
            step = Step.telling(insert(entry));
        }
        if (condenses) {
            condense();
        }
        return step;
    }

    @Override
    public Step advance(Instant watermark) {
        forget(EventTime.of(watermark));
        return Step.NOTHING;
    }

    @Override
    public boolean isEmpty() {
        return log.isEmpty() && told.isEmpty();
    }

    @Override
    public @Nullable Instant wakeAt() {
        if (isEmpty()) {
            return null;
        }
        long last = log.isEmpty() ? Long.MIN_VALUE : log.lastTime();
        last = told.isEmpty() ? last : Math.max(last, told.lastAnchor() + suppress);
        return EventTime.instant(last + 2 * span).plusMillis(1);
    }

    @Override
    public boolean isChanged() {
        return changed;
    }

    @Override
    public byte[] encode() {
        changed = false;
        return StateCodec.encode(forgottenBefore, Long.MIN_VALUE, log, told.all());
    }

    private void forget(long watermark) {
        changed |= told.forgetBefore(watermark - 2 * span - suppress);
        // An event that is too old to come again is late when it does.
        while (knownFrom < log.end() && log.time(knownFrom) < watermark - span) {
            known.remove(log.at(knownFrom++));
        }
        // Where nothing was told, the third timespan has nothing to say of how a run began.
        long useless = watermark - (told.isEmpty() ? 2 : 3) * span;
        if (useless <= forgottenBefore) {
            return;
        }
        forgottenBefore = useless;
        // An event whose window was partly forgotten is no longer judged; it serves as context.
        shorten(before, lastTimeBegin);
        shorten(run, log.end());
        while (!log.isEmpty() && log.time(log.begin()) < forgottenBefore) {
            sweep.forgetFirst();
            log.removeFirst();
            changed = true;
        }
    }

    /// @param behind the position after the last event of the run
    private void shorten(Run shortened, long behind) {
        if (!shortened.isActive()) {
            return;
        }
        while (shortened.first < behind && log.time(shortened.first) - span < forgottenBefore) {
            shortened.first++;
        }
        if (shortened.first == behind) {
            shortened.clear();
            return;
        }
        long from = log.time(shortened.first) - span;
        while (log.time(shortened.start) < from) {
            shortened.weight -= log.weight(shortened.start++);
        }
    }

    private boolean isJudged(long time) {
        return time - span >= forgottenBefore;
    }

    private void append(Entry entry) {
        boolean later = log.isEmpty() || entry.time > log.lastTime();
        boolean joins = !later || (!log.isEmpty() && (entry.skipped > 0 || entry.time - log.lastTime() <= span));
        log.append(entry);
        sweep.appended();
        long at = log.end() - 1;
        if (later) {
            if (joins) {
                before.set(run);
            } else {
                before.clear();
            }
            lastTimeBegin = at;
            lastTimeWeight = 0;
        }
        lastTimeWeight += log.weight(at);
        entry.holds = isJudged(entry.time) && sweep.satisfied();
        for (long i = at - 1; i >= lastTimeBegin && log.at(i).holds != entry.holds; i--) {
            log.at(i).holds = entry.holds;
        }
        if (!entry.holds) {
            run.clear();
        } else if (before.isActive()) {
            run.set(before.first, before.start, before.weight + lastTimeWeight);
        } else {
            run.set(lastTimeBegin, sweep.low(), sweep.weight());
        }
    }

    /// An event that is older than the last one.
    private List<Episode> insert(Entry entry) {
        long at = log.after(entry.time);
        var next = log.at(at);
        if (next.skipped > 0) {
            // in the midst of those no longer kept: there the condition holds whatever comes
            known.remove(entry);
            sweep.skipped(at, 1);
            settle();
            return List.of(tell(runAround(at), lastOfRun(at), -1));
        }
        log.insert(at, entry);
        sweep.inserted(at);
        judge(entry.time);
        List<Episode> episodes = new ArrayList<>();
        long i = at;
        while (i < log.end() && log.time(i) - span <= entry.time) {
            if (holds(i)) {
                var found = runAround(i);
                long last = lastOfRun(i);
                if (found.start <= at) {
                    episodes.add(tell(found, last, at));
                }
                i = last;
            }
            i++;
        }
        settle();
        return episodes;
    }

    /// Judges the events anew whose windows hold the time.
    private void judge(long time) {
        long i = log.from(time);
        long behind = log.after(time + span);
        while (i < behind) {
            long of = log.time(i);
            long next = log.after(of);
            sweep.moveTo(of);
            boolean holds = isJudged(of) && sweep.satisfied();
            for (; i < next; i++) {
                log.at(i).holds = holds;
            }
        }
    }

    /// Makes the last event the one that is gone on from.
    private void settle() {
        long last = log.end() - 1;
        sweep.moveTo(log.time(last));
        lastTimeBegin = log.from(log.time(last));
        lastTimeWeight = weight(lastTimeBegin, log.end());
        find(run, last);
        if (lastTimeBegin > log.begin() && joined(lastTimeBegin)) {
            find(before, lastTimeBegin - 1);
        } else {
            before.clear();
        }
    }

    private boolean holds(long position) {
        var entry = log.at(position);
        return entry.holds && isJudged(entry.time);
    }

    /// No more than a timespan lies between an event and the one before.
    private boolean joined(long position) {
        var entry = log.at(position);
        return entry.skipped > 0 || entry.time - log.time(position - 1) <= span;
    }

    private Run runAround(long position) {
        var found = new Run();
        find(found, position);
        found.weight = weight(found.start, lastOfRun(position) + 1);
        return found;
    }

    private long lastOfRun(long position) {
        long last = position;
        while (last + 1 < log.end() && holds(last + 1) && joined(last + 1)) {
            last++;
        }
        return last;
    }

    /// The run that holds `last`, up to it.
    private void find(Run found, long last) {
        if (!holds(last)) {
            found.clear();
            return;
        }
        long first = last;
        while (first > log.begin() && holds(first - 1) && joined(first)) {
            first--;
        }
        long start = log.from(log.time(first) - span);
        found.set(first, start, weight(start, last + 1));
    }

    private long weight(long from, long to) {
        long weight = 0;
        for (long i = from; i < to; i++) {
            weight += log.weight(i);
        }
        return weight;
    }

    /// @param last position of the last event of the run
    /// @param added position of the event that came; -1 when it is not kept
    private Episode tell(Run found, long last, long added) {
        long from = log.time(found.first);
        long to = log.time(last);
        // With suppression an episode goes on over times at which the condition does not hold.
        var before = told.take(from - suppress, to, suppress > 0);
        long count = found.weight;
        long start;
        long end = to;
        int revision = 1;
        if (before.isEmpty()) {
            start = told.unused(log.time(found.start));
        } else {
            var first = before.getFirst();
            count += Math.max(0, first.count() - countedBefore(found, last, added, first.anchor()));
            start = first.start();
            end = Math.max(to, before.getLast().anchor());
            revision = first.revision() + 1;
        }
        told.add(new Told(start, end, revision, count));
        if (added != log.end() - 1) {
            sweep.moveTo(to);
        }
        if (tellsEvery) {
            return episode(start + revision - 1, to, sweep.low(), last, 1, sweep.weight());
        }
        return episode(start, end, found.start, last, revision, count);
    }

    /// @param begin,last positions of its first and last event; the window of the last one is the current one
    private Episode episode(long start, long end, long begin, long last, int revision, long count) {
        return new Episode(
                EventTime.instant(start),
                EventTime.instant(end),
                revision,
                count,
                log.ids(begin, last + 1, Episode.KEPT_IDS),
                spec.type() == CorrelationType.EVENT_COUNT ? (double) count : sweep.measure(),
                Collections.emptySortedMap(),
                log.at(last).carried);
    }

    /// Of the events of a run those that an episode with that anchor counted and that are still kept.
    private long countedBefore(Run found, long last, long added, long anchor) {
        long own = added < 0 ? 1 : log.weight(added);
        if (last == added && anchor >= log.time(Math.max(log.begin(), last - 1))) {
            return found.weight - own;
        }
        long behind = Math.min(log.after(anchor), last + 1);
        long counted = weight(found.start, behind);
        return added < behind ? counted - own : counted;
    }

    /// What lies between the first and the last events of a long run adds nothing but its number: at an event that
    /// comes late between two at which a count holds it holds, too. Windows that end after the run hold its last
    /// events, and they are as many as the condition asks for.
    private void condense() {
        int kept = Math.max(2 * Math.min(spec.thresholds().needed(), 500_000), Episode.KEPT_IDS);
        if (!run.isActive() || log.end() - run.first < 2L * kept) {
            return;
        }
        long from = run.first + kept / 2;
        long to = log.end() - kept / 2;
        int gone = 0;
        for (long i = from; i < to; i++) {
            if (i >= knownFrom) {
                known.remove(log.at(i));
            }
            gone += 1 + log.at(i).skipped;
        }
        knownFrom = knownFrom >= to ? knownFrom - (to - from) : Math.min(knownFrom, from);
        sweep.removing(from, to);
        log.remove(from, to);
        sweep.skipped(from, gone);
        settle();
    }
}
