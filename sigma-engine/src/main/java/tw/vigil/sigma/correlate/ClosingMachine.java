package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges when a window has closed: for conditions that further events could make false (upper bounds, `eq`,
/// `neq`, `not`). The first event opens a window of one timespan, both ends included; once the watermark has
/// passed its end it is judged, and the next event opens the next window.
final class ClosingMachine implements CorrelationMachine {

    private final CorrelationSpec spec;
    private final Intake intake;
    private final Measure measure;
    private final long span;

    ClosingMachine(CorrelationSpec spec) {
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
        // A window that was judged is not opened again; the event is reported as late, not dropped in silence.
        boolean late = entry.time() < now - span || entry.time() <= state.judgedUpTo;
        boolean duplicate = !late && intake.isDuplicate(state, entry);
        if (!late && !duplicate) {
            state.insert(entry);
            intake.bound(state);
        }
        return step(state, judge(state, now), now, late, duplicate);
    }

    @Override
    public Step advance(byte[] bytes, Instant watermark) {
        long now = EventTime.of(watermark);
        var state = GroupState.of(bytes);
        return step(state, judge(state, now), now, false, false);
    }

    private Step step(GroupState state, List<Episode> episodes, long now, boolean late, boolean duplicate) {
        boolean done = state.entries.isEmpty() && now - span > state.judgedUpTo;
        long wake = state.entries.isEmpty() ? state.judgedUpTo + span : end(state);
        return new Step(
                done ? null : StateCodec.encode(state),
                episodes,
                done ? null : EventTime.instant(wake).plusMillis(1),
                late,
                duplicate);
    }

    private List<Episode> judge(GroupState state, long now) {
        List<Episode> episodes = new ArrayList<>();
        while (!state.entries.isEmpty() && now > end(state)) {
            long end = end(state);
            var window = state.entries.stream().filter(e -> e.time() <= end).toList();
            if (measure.satisfied(window)) {
                episodes.add(episode(window, end));
            }
            state.judgedUpTo = end;
            state.entries.subList(0, window.size()).clear();
        }
        return episodes;
    }

    private Episode episode(List<Entry> window, long end) {
        var ids = window.stream().map(Entry::id).distinct().toList();
        long count = ids.size() + Measure.count(window) - window.size();
        var start = EventTime.instant(window.getFirst().time());
        return new Episode(start, EventTime.instant(end), 1, count, ids, measure.of(window))
                .carrying(window.getLast().carried());
    }

    private long end(GroupState state) {
        return state.entries.getFirst().time() + span;
    }
}
