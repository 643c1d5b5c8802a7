package tw.vigil.alert.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waits between attempts: doubling from the first to the longest, less up to half at random, so that a
/// receiver that comes back is not met by everything at once.
///
/// @param first after the first failed attempt
record Backoff(Duration first, Duration longest) {
    Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("the first wait must be positive and not longer than the longest");
        }
    }

    /// @param attempt that failed, from 1
    Duration after(int attempt, RandomGenerator random) {
        long ceiling = longest.toMillis();
        long full = first.toMillis();
        for (int i = 1; i < attempt && full < ceiling; i++) {
            full *= 2;
        }
        long wait = Math.min(full, ceiling);
        return Duration.ofMillis(wait - random.nextLong(wait / 2 + 1));
    }
}
