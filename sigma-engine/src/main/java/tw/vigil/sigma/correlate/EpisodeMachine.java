package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.correlate.GroupState.Told;

/// Judges as events come in. At each event, in the order of event time, the window is what lies at most one
/// timespan before it; consecutive events at which the condition holds form an episode. It ends where the
/// condition does not hold, or when more than a timespan passes without an event.
///
/// An event joins windows up to one timespan away, and is late when older than the watermark less one
/// timespan. So events older than the watermark less three timespans cannot change what is said of any event
/// that can still be judged anew; they are forgotten.
final class EpisodeMachine implements CorrelationMachine {

    private final CorrelationSpec spec;
    private final Intake intake;
    private final Measure measure;
    private final long span;

    EpisodeMachine(CorrelationSpec spec) {
        this.spec = spec;
        this.intake = new Intake(spec);
        this.measure = new Measure(spec);
        this.span = EventTime.of(spec.timespan());
    }

    @Override
    public Duration timespan() {
        return spec.timespan();
    }

    @Override
    public Step accept(byte @Nullable [] bytes, Signal signal, Instant watermark) {
        long now = EventTime.of(watermark);
        var entry = intake.entry(signal);
        var state = GroupState.of(bytes);
        if (entry.time() < now - span) {
            return new Step(bytes, List.of(), wakeAt(state), true, false);
        }
        if (intake.isDuplicate(state, entry)) {
            return new Step(bytes, List.of(), wakeAt(state), false, true);
        }
        forget(state, now);
        int at = state.insert(entry);
        var episodes = tell(state, at);
        intake.bound(state);
        return new Step(StateCodec.encode(state), episodes, wakeAt(state), false, false);
    }

    @Override
    public Step advance(byte[] bytes, Instant watermark) {
        var state = GroupState.of(bytes);
        forget(state, EventTime.of(watermark));
        return new Step(state.isEmpty() ? null : StateCodec.encode(state), List.of(), wakeAt(state), false, false);
    }

    private void forget(GroupState state, long watermark) {
        state.told.removeIf(told -> told.anchor() < watermark - 2 * span);
        // While nothing can join any more, the three timespans of context are of no use either.
        boolean joinable = !state.told.isEmpty()
                || (!state.entries.isEmpty() && state.entries.getLast().time() >= watermark - 2 * span);
        state.forgetBefore(joinable ? watermark - 3 * span : watermark - 2 * span);
    }

    private @Nullable Instant wakeAt(GroupState state) {
        if (state.isEmpty()) {
            return null;
        }
        long last = state.entries.isEmpty()
                ? state.told.getLast().anchor()
                : state.entries.getLast().time();
        return EventTime.instant(last + 2 * span).plusMillis(1);
    }

    /// @param first,last indices of the first and last event at which the condition holds
    private record Run(int start, int first, int last) {}

    private List<Episode> tell(GroupState state, int inserted) {
        List<Episode> episodes = new ArrayList<>();
        for (var run : runs(state)) {
            if (run.start() <= inserted && inserted <= run.last()) {
                episodes.add(tell(state, run, inserted));
            }
        }
        return episodes;
    }

    private Episode tell(GroupState state, Run run, int inserted) {
        var window = state.entries.subList(run.start(), run.last() + 1);
        long from = state.entries.get(run.first()).time();
        long to = state.entries.get(run.last()).time();
        var known = state.told.stream()
                .filter(told -> told.anchor() >= from && told.anchor() <= to)
                .toList();
        state.told.removeAll(known);
        var ids = window.stream().map(Entry::id).distinct().toList();
        long seen = ids.size() + Measure.count(window) - window.size();
        var newId = state.entries.get(inserted).id();
        boolean newEvent = window.stream().filter(e -> e.id().equals(newId)).count() == 1;
        long count = known.isEmpty() ? seen : Math.max(seen, known.getFirst().count() + (newEvent ? 1 : 0));
        long start =
                known.isEmpty() ? window.getFirst().time() : known.getFirst().start();
        int revision = known.isEmpty() ? 1 : known.getFirst().revision() + 1;
        state.told.add(new Told(start, to, revision, count));
        double value =
                spec.type() == CorrelationType.EVENT_COUNT ? (double) count : measure.of(window(state, run.last()));
        return new Episode(EventTime.instant(start), EventTime.instant(to), revision, count, ids, value)
                .carrying(window.getLast().carried());
    }

    private List<Run> runs(GroupState state) {
        var entries = state.entries;
        long[] counted = spec.type() == CorrelationType.EVENT_COUNT ? counts(entries) : new long[0];
        List<Run> runs = new ArrayList<>();
        int runStart = 0;
        int first = -1;
        int from = 0;
        int to = 0;
        for (int i = 0; i < entries.size(); i++) {
            long time = entries.get(i).time();
            while (entries.get(from).time() < time - span) {
                from++;
            }
            to = Math.max(to, i);
            while (to + 1 < entries.size() && entries.get(to + 1).time() == time) {
                to++;
            }
            boolean holds = time - span >= state.forgottenBefore && holds(entries, counted, from, to + 1);
            boolean gap = i > 0 && time - entries.get(i - 1).time() > span;
            if (first >= 0 && (gap || !holds)) {
                runs.add(new Run(runStart, first, i - 1));
                first = -1;
            }
            if (first < 0 && holds) {
                first = i;
                runStart = from;
            }
        }
        if (first >= 0) {
            runs.add(new Run(runStart, first, entries.size() - 1));
        }
        return runs;
    }

    /// An event whose window was partly forgotten is no longer judged; it serves as context.
    private boolean holds(List<Entry> entries, long[] counted, int from, int to) {
        return counted.length > 0
                ? spec.thresholds().hold((double) (counted[to] - counted[from]))
                : measure.satisfied(entries.subList(from, to));
    }

    /// Events before each index, so that the count of any window is one subtraction.
    private static long[] counts(List<Entry> entries) {
        var counts = new long[entries.size() + 1];
        for (int i = 0; i < entries.size(); i++) {
            counts[i + 1] = counts[i] + 1 + entries.get(i).skipped();
        }
        return counts;
    }

    private List<Entry> window(GroupState state, int i) {
        int end = i;
        long time = state.entries.get(i).time();
        while (end + 1 < state.entries.size() && state.entries.get(end + 1).time() == time) {
            end++;
        }
        return state.entries.subList(windowStart(state.entries, i), end + 1);
    }

    private int windowStart(List<Entry> entries, int i) {
        long from = entries.get(i).time() - span;
        int start = i;
        while (start > 0 && entries.get(start - 1).time() >= from) {
            start--;
        }
        return start;
    }
}
