package tw.vigil.sigma.correlate;

/// A window of one timespan that slides over a log, in both directions, and keeps its measure.
final class Sweep {

    private final EventLog log;
    private final Window window;
    private final boolean looks;
    private final boolean learns;
    private final long span;
    /// The window holds the positions from `low` to before `high`.
    private long low;
    private long high;
    /// Events that the window stands for.
    private long weight;

    Sweep(CorrelationSpec spec, EventLog log) {
        this.log = log;
        this.window = Window.of(spec, log);
        this.learns = spec.type() == CorrelationType.TEMPORAL_ORDERED;
        this.looks = window.looksAtEvents();
        this.span = EventTime.of(spec.timespan());
        this.low = log.begin();
        this.high = log.begin();
    }

    long low() {
        return low;
    }

    long high() {
        return high;
    }

    long weight() {
        return weight;
    }

    double measure() {
        long end = log.time(high - 1);
        return window.measure(end - span, end, weight);
    }

    boolean satisfied() {
        long end = log.time(high - 1);
        return window.satisfies(end - span, end, weight);
    }

    /// The window of the last event, which was just appended.
    void appended() {
        if (learns) {
            window.learn(log.at(high));
        }
        long from = log.time(high) - span;
        while (low < high && log.time(low) < from) {
            leave(low++);
        }
        enter(high++);
    }

    /// An event was inserted at `position`, before others.
    void inserted(long position) {
        if (learns) {
            window.learn(log.at(position));
        }
        if (position < low) {
            low++;
            high++;
        } else if (position < high) {
            high++;
            enter(position);
        }
    }

    /// The window that ends at `time`.
    void moveTo(long time) {
        long newLow = log.from(time - span);
        long newHigh = log.after(time);
        while (high < newHigh) {
            enter(high++);
        }
        while (low > newLow) {
            enter(--low);
        }
        while (high > newHigh) {
            leave(--high);
        }
        while (low < newLow) {
            leave(low++);
        }
    }

    /// The oldest event is about to be forgotten.
    void forgetFirst() {
        if (learns) {
            window.forget(log.at(log.begin()));
        }
        if (low == log.begin() && low < high) {
            leave(low);
        }
        low = Math.max(low, log.begin() + 1);
        high = Math.max(high, low);
    }

    /// Another event than before stands for those in between: `more` of them in front of `position`.
    void skipped(long position, int more) {
        boolean inside = position >= low && position < high;
        if (inside) {
            leave(position);
        }
        log.skip(position, more);
        if (inside) {
            enter(position);
        }
    }

    /// The events from `from` to before `to` are about to be removed.
    void removing(long from, long to) {
        for (long i = Math.max(low, from); i < Math.min(high, to); i++) {
            leave(i);
        }
        low = moved(low, from, to);
        high = moved(high, from, to);
    }

    private static long moved(long position, long from, long to) {
        return position >= to ? position - (to - from) : Math.min(position, from);
    }

    private void enter(long position) {
        if (looks) {
            window.enter(log.at(position));
        }
        weight += log.weight(position);
    }

    private void leave(long position) {
        if (looks) {
            window.leave(log.at(position));
        }
        weight -= log.weight(position);
    }
}
