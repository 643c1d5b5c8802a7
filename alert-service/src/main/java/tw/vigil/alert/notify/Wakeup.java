package tw.vigil.alert.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Tells a channel's lane that something was stored for it, so that it need not wait for its next poll.
@ApplicationScoped
class Wakeup {
    private final Map<String, Semaphore> bells = new ConcurrentHashMap<>();

    void wake(String channel) {
        bell(channel).release();
    }

    void await(String channel, Duration atMost) throws InterruptedException {
        Semaphore bell = bell(channel);
        if (bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            var _ = bell.drainPermits();
        }
    }

    private Semaphore bell(String channel) {
        return bells.computeIfAbsent(channel, _ -> new Semaphore(0));
    }
}
