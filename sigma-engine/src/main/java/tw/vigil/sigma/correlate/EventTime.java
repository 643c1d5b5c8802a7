package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.time.Instant;

/// Event time as nanoseconds since the epoch. Times beyond what a long holds are held at a limit far enough
/// inside for windows to be added to them.
final class EventTime {

    private static final long NANOS = 1_000_000_000L;
    private static final long LIMIT = Long.MAX_VALUE / 2;

    private EventTime() {}

    static long of(Instant time) {
        long limitSeconds = LIMIT / NANOS;
        if (time.getEpochSecond() >= limitSeconds) {
            return LIMIT;
        }
        return time.getEpochSecond() <= -limitSeconds ? -LIMIT : time.getEpochSecond() * NANOS + time.getNano();
    }

    static long of(Duration span) {
        return span.toSeconds() >= LIMIT / NANOS / 4 ? LIMIT / 4 : span.toNanos();
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
