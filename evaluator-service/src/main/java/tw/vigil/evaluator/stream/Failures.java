package tw.vigil.evaluator.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts failures of stream threads within ten minutes.
final class Failures {
    private static final long PERIOD_NANOS = Duration.ofMinutes(10).toNanos();

    private final int allowed;
    private final Deque<Long> times = new ArrayDeque<>();

    Failures(int allowed) {
        this.allowed = allowed;
    }

    /// Records a failure.
    ///
    /// @return whether it is still within what is allowed
    synchronized boolean record(long nanoTime) {
        times.addLast(nanoTime);
        while (nanoTime - times.getFirst() > PERIOD_NANOS) {
            times.removeFirst();
        }
        return times.size() <= allowed;
    }
}
