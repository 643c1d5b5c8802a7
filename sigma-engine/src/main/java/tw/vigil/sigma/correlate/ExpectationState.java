package tw.vigil.sigma.correlate;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A row of an [ExpectationMachine].
public final class ExpectationState implements LiveState {

    private static final int VERSION = 1;

    /// Later periods of which one group knows something; more are events of another age.
    private static final int MAX_AHEAD = 1_000;

    private final Period every;
    private final List<Duration> warn;
    private boolean armed;
    /// Beginning of the period that is being watched, nanoseconds since the epoch.
    private long from;
    /// Calendars: it happened in this period. Durations: the deadline was told.
    private boolean closed;
    /// How many of the warnings, and then the deadline, have come.
    private int passed;
    private int revision;
    private String lastId = "";
    /// Calendars: later periods in which it happened already, with the event.
    private final TreeMap<Long, String> ahead = new TreeMap<>();

    private boolean changed = true;

    ExpectationState(ExpectationMachine machine) {
        this.every = machine.every();
        this.warn = machine.warn();
    }

    static ExpectationState of(ExpectationMachine machine, byte[] bytes) {
        var in = new StateCodec.Input(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("expectation state of version " + version + "; this reads " + VERSION);
        }
        var state = new ExpectationState(machine);
        state.armed = true;
        state.from = in.number();
        state.closed = in.number() == 1;
        state.passed = (int) in.number();
        state.revision = (int) in.number();
        state.lastId = in.text();
        for (long left = in.number(); left > 0; left--) {
            state.ahead.put(in.number(), in.text());
        }
        state.changed = false;
        return state;
    }

    /// Begins to expect. For a calendar the period that holds `time` counts.
    public Step arm(Instant time) {
        watch(time);
        return Step.telling(judge(time));
    }

    private void watch(Instant time) {
        armed = true;
        changed = true;
        from = EventTime.of(
                switch (every) {
                    case Period.Span _ -> time;
                    case Period.Calendar calendar -> calendar.start(time);
                });
    }

    @Override
    public Step accept(Signal signal, Instant watermark) {
        if (!armed) {
            watch(signal.time());
        }
        boolean late = !take(signal);
        return new Step(judge(watermark), late, false);
    }

    @Override
    public Step advance(Instant watermark) {
        return Step.telling(judge(watermark));
    }

    @Override
    public boolean isEmpty() {
        return !armed;
    }

    @Override
    public boolean isChanged() {
        return changed;
    }

    /// @return false when the time that it belongs to was judged already
    private boolean take(Signal signal) {
        long time = EventTime.of(signal.time());
        if (time < from) {
            return false;
        }
        changed = true;
        switch (every) {
            case Period.Span _ -> {
                begin(time);
                lastId = signal.eventId();
            }
            case Period.Calendar calendar -> {
                long period = EventTime.of(calendar.start(signal.time()));
                if (period == from) {
                    closed = true;
                    lastId = signal.eventId();
                } else {
                    if (ahead.size() >= MAX_AHEAD && !ahead.containsKey(period)) {
                        throw new IllegalStateException("more than " + MAX_AHEAD + " periods ahead of the watermark");
                    }
                    ahead.put(period, signal.eventId());
                }
            }
        }
        return true;
    }

    private void begin(long time) {
        changed = true;
        from = time;
        closed = false;
        passed = 0;
        revision = 0;
    }

    private List<Episode> judge(Instant watermark) {
        List<Episode> episodes = new ArrayList<>(0);
        boolean more = true;
        while (more) {
            var deadline = deadline();
            boolean over = isOver(deadline, watermark);
            if (!closed) {
                tell(deadline, watermark, over, episodes);
            }
            more = over && every instanceof Period.Calendar;
            if (more) {
                begin(EventTime.of(deadline));
                var happened = ahead.remove(from);
                closed = happened != null;
                lastId = happened == null ? lastId : happened;
            } else if (over && !closed) {
                changed = true;
                closed = true;
            }
        }
        return episodes;
    }

    /// Of several warnings that time has passed at once only the last is told.
    private void tell(Instant deadline, Instant watermark, boolean over, List<Episode> episodes) {
        int reached = passed;
        for (int i = reached; i < warn.size(); i++) {
            if (watermark.isAfter(deadline.minus(warn.get(i)))) {
                reached = i + 1;
            }
        }
        reached = over ? warn.size() + 1 : reached;
        if (reached > passed) {
            changed = true;
            passed = reached;
            revision++;
            var left = over ? Duration.ZERO : warn.get(reached - 1);
            episodes.add(new Episode(
                    EventTime.instant(from),
                    deadline.minus(left),
                    revision,
                    0,
                    lastId.isEmpty() ? List.of() : List.of(lastId),
                    (double) left.toSeconds()));
        }
    }

    private Instant deadline() {
        var since = EventTime.instant(from);
        return switch (every) {
            case Period.Span(var duration) -> since.plus(duration);
            case Period.Calendar calendar -> calendar.end(since);
        };
    }

    /// An event right at the end of a duration is in time; at the end of a calendar's period the next begins.
    private boolean isOver(Instant deadline, Instant watermark) {
        return switch (every) {
            case Period.Span _ -> watermark.isAfter(deadline);
            case Period.Calendar _ -> !watermark.isBefore(deadline);
        };
    }

    @Override
    public @Nullable Instant wakeAt() {
        if (!armed) {
            return null;
        }
        var deadline = deadline();
        if (closed) {
            return every instanceof Period.Span ? null : deadline;
        }
        return passed < warn.size()
                ? deadline.minus(warn.get(passed)).plusMillis(1)
                : every instanceof Period.Span ? deadline.plusMillis(1) : deadline;
    }

    @Override
    public byte[] encode() {
        changed = false;
        var out = new ByteArrayOutputStream(64);
        out.write(VERSION);
        StateCodec.number(out, from);
        StateCodec.number(out, closed ? 1 : 0);
        StateCodec.number(out, passed);
        StateCodec.number(out, revision);
        StateCodec.text(out, lastId);
        StateCodec.number(out, ahead.size());
        ahead.forEach((period, id) -> {
            StateCodec.number(out, period);
            StateCodec.text(out, id);
        });
        return out.toByteArray();
    }
}
