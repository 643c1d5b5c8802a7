package tw.vigil.ingest.publish;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The budget of bytes that wait for Kafka's acknowledgement. It bounds memory whatever the emitter buffers.
final class InFlight {
    /// Headers, key and objects around a record.
    private static final int OVERHEAD_BYTES = 1024;
    private static final int BYTES_PER_PERMIT = 1024;

    private final int permits;
    private final Semaphore free;

    InFlight(long bytes) {
        permits = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / BYTES_PER_PERMIT));
        free = new Semaphore(permits, true);
    }

    boolean exhausted() {
        return free.availablePermits() == 0 || free.hasQueuedThreads();
    }

    /// @return the permits to give back, or 0 when none came free in time
    int acquire(int recordBytes, Duration timeout) throws InterruptedException {
        int needed = (int) Math.min(permits, ((long) recordBytes + OVERHEAD_BYTES) / BYTES_PER_PERMIT + 1);
        return free.tryAcquire(needed, timeout.toNanos(), TimeUnit.NANOSECONDS) ? needed : 0;
    }

    void release(int taken) {
        free.release(taken);
    }
}
