package tw.vigil.ingest.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses that double from one failure to the next, up to a longest one, each shortened at random by up to a quarter so
/// that workers do not come back at the same moment. Used by one thread.
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        next = first;
    }

    public void pause() throws InterruptedException {
        long nanos = next.toNanos();
        Thread.sleep(Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1)));
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    /// After a success.
    public void reset() {
        next = first;
    }
}
