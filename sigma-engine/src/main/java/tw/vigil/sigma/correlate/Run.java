package tw.vigil.sigma.correlate;

/// Consecutive events at which the condition holds, up to an event that is known from elsewhere.
final class Run {

    private static final long NONE = -1;

    /// Position of the first event at which the condition holds.
    long first = NONE;
    /// Position of the first event of that one's window.
    long start;
    /// Events from `start` on.
    long weight;

    boolean isActive() {
        return first != NONE;
    }

    void clear() {
        first = NONE;
    }

    void set(long firstPosition, long startPosition, long events) {
        first = firstPosition;
        start = startPosition;
        weight = events;
    }

    void set(Run other) {
        set(other.first, other.start, other.weight);
    }
}
