package tw.vigil.sigma.correlate;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells that something expected did not happen: once before each deadline that it warns of, and once when the
/// deadline has passed. All of one deadline are revisions of one episode; what happens in time ends it in silence.
///
/// A duration runs from the last time it happened; when the deadline has passed it is told once, until it happens
/// again. A calendar asks anew in each period. A deadline has passed when the watermark has: late events count.
public final class ExpectationMachine implements CorrelationMachine {

    private static final int VERSION = 1;

    private final Period every;
    private final List<Duration> warn;

    /// @param warn how long before a deadline to warn, descending
    public ExpectationMachine(Period every, List<Duration> warn) {
        this.every = every;
        this.warn = List.copyOf(warn);
    }

    /// What is remembered of one row. Lives for one step.
    private static final class Open {
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
    }

    /// Begins to expect. For a calendar the period that holds `from` counts.
    public Step arm(Instant from) {
        var open = new Open();
        open.from = EventTime.of(
                switch (every) {
                    case Period.Span _ -> from;
                    case Period.Calendar calendar -> calendar.start(from);
                });
        return step(open, judge(open, from), false);
    }

    @Override
    public Duration timespan() {
        return switch (every) {
            case Period.Span(var duration) -> duration;
            case Period.Calendar calendar ->
                Duration.between(calendar.start(Instant.EPOCH), calendar.end(Instant.EPOCH));
        };
    }

    @Override
    public Step accept(byte @Nullable [] state, Signal signal, Instant watermark) {
        Open open;
        if (state == null) {
            open = new Open();
            open.from = EventTime.of(
                    switch (every) {
                        case Period.Span _ -> signal.time();
                        case Period.Calendar calendar -> calendar.start(signal.time());
                    });
        } else {
            open = decode(state);
        }
        boolean late = !take(open, signal);
        return step(open, judge(open, watermark), late);
    }

    @Override
    public Step advance(byte[] state, Instant watermark) {
        var open = decode(state);
        return step(open, judge(open, watermark), false);
    }

    /// @return false when the time that it belongs to was judged already
    private boolean take(Open open, Signal signal) {
        long time = EventTime.of(signal.time());
        if (time < open.from) {
            return false;
        }
        switch (every) {
            case Period.Span _ -> {
                begin(open, time);
                open.lastId = signal.eventId();
            }
            case Period.Calendar calendar -> {
                long period = EventTime.of(calendar.start(signal.time()));
                if (period == open.from) {
                    open.closed = true;
                    open.lastId = signal.eventId();
                } else {
                    open.ahead.put(period, signal.eventId());
                }
            }
        }
        return true;
    }

    private static void begin(Open open, long from) {
        open.from = from;
        open.closed = false;
        open.passed = 0;
        open.revision = 0;
    }

    private List<Episode> judge(Open open, Instant watermark) {
        List<Episode> episodes = new ArrayList<>();
        boolean more = true;
        while (more) {
            var deadline = deadline(open);
            boolean over = isOver(deadline, watermark);
            if (!open.closed) {
                tell(open, deadline, watermark, over, episodes);
            }
            more = over && every instanceof Period.Calendar;
            if (more) {
                begin(open, EventTime.of(deadline));
                var happened = open.ahead.remove(open.from);
                open.closed = happened != null;
                open.lastId = happened == null ? open.lastId : happened;
            } else if (over) {
                open.closed = true;
            }
        }
        return episodes;
    }

    /// Of several warnings that time has passed at once only the last is told.
    private void tell(Open open, Instant deadline, Instant watermark, boolean over, List<Episode> episodes) {
        int passed = open.passed;
        for (int i = passed; i < warn.size(); i++) {
            if (watermark.isAfter(deadline.minus(warn.get(i)))) {
                passed = i + 1;
            }
        }
        passed = over ? warn.size() + 1 : passed;
        if (passed > open.passed) {
            open.passed = passed;
            open.revision++;
            var left = over ? Duration.ZERO : warn.get(passed - 1);
            episodes.add(new Episode(
                    EventTime.instant(open.from),
                    deadline.minus(left),
                    open.revision,
                    0,
                    open.lastId.isEmpty() ? List.of() : List.of(open.lastId),
                    (double) left.toSeconds()));
        }
    }

    private Instant deadline(Open open) {
        var from = EventTime.instant(open.from);
        return switch (every) {
            case Period.Span(var duration) -> from.plus(duration);
            case Period.Calendar calendar -> calendar.end(from);
        };
    }

    /// An event right at the end of a duration is in time; at the end of a calendar's period the next begins.
    private boolean isOver(Instant deadline, Instant watermark) {
        return switch (every) {
            case Period.Span _ -> watermark.isAfter(deadline);
            case Period.Calendar _ -> !watermark.isBefore(deadline);
        };
    }

    private Step step(Open open, List<Episode> episodes, boolean late) {
        return new Step(encode(open), episodes, wakeAt(open), late, false);
    }

    private @Nullable Instant wakeAt(Open open) {
        var deadline = deadline(open);
        if (open.closed) {
            return every instanceof Period.Span ? null : deadline;
        }
        return open.passed < warn.size()
                ? deadline.minus(warn.get(open.passed)).plusMillis(1)
                : every instanceof Period.Span ? deadline.plusMillis(1) : deadline;
    }

    private static byte[] encode(Open open) {
        var out = new ByteArrayOutputStream(64);
        out.write(VERSION);
        StateCodec.number(out, open.from);
        StateCodec.number(out, open.closed ? 1 : 0);
        StateCodec.number(out, open.passed);
        StateCodec.number(out, open.revision);
        StateCodec.text(out, open.lastId);
        StateCodec.number(out, open.ahead.size());
        open.ahead.forEach((period, id) -> {
            StateCodec.number(out, period);
            StateCodec.text(out, id);
        });
        return out.toByteArray();
    }

    private static Open decode(byte[] bytes) {
        var in = new StateCodec.Input(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("expectation state of version " + version + "; this reads " + VERSION);
        }
        var open = new Open();
        open.from = in.number();
        open.closed = in.number() == 1;
        open.passed = (int) in.number();
        open.revision = (int) in.number();
        open.lastId = in.text();
        for (long left = in.number(); left > 0; left--) {
            open.ahead.put(in.number(), in.text());
        }
        return open;
    }
}
