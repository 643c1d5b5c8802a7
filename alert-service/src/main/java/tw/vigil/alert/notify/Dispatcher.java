package tw.vigil.alert.notify;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import tw.vigil.alert.notify.Delivering.Attempt;
import tw.vigil.alert.notify.OutboxRows.Claimed;
import tw.vigil.alert.storage.DatabaseAway;

/// Empties the outbox: one lane per channel, so that a slow one holds up no other. Any number of instances
/// may run.
///
/// A message is claimed, sent, and settled in that order. Who dies between the last two sends it again after
/// the lease, under the same id.
@ApplicationScoped
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(1);

    private final List<Channel> channels;
    private final OutboxRows outbox;
    private final Delivering delivering;
    private final Wakeup wakeup;
    private final NotifyConfig config;
    private final Clock clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("notify-", 0).factory());

    Dispatcher(
            @All List<Channel> channels,
            OutboxRows outbox,
            Delivering delivering,
            Wakeup wakeup,
            NotifyConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.channels = channels;
        this.outbox = outbox;
        this.delivering = delivering;
        this.wakeup = wakeup;
        this.config = config;
        this.clock = clock;
        for (Channel channel : channels) {
            for (String result : List.of("delivered", "failed", "dead")) {
                var _ = meters.counter("vigil.notifications", "channel", channel.name(), "result", result);
            }
        }
    }

    void start(@Observes StartupEvent event) {
        var lanes = new ArrayList<String>();
        for (Channel channel : channels) {
            threads.execute(() -> run(channel));
            lanes.add(channel.name());
        }
        LOG.infof("notifications are dispatched channels=%s", lanes);
    }

    void stop(@Observes ShutdownEvent event) {
        var _ = threads.shutdownNow();
    }

    private void run(Channel channel) {
        var slots = new Semaphore(config.concurrency());
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!fill(channel, slots)) {
                    wakeup.await(channel.name(), config.poll());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Claims as many messages as slots are free, and starts them. False when there was nothing to do.
    private boolean fill(Channel channel, Semaphore slots) throws InterruptedException {
        slots.acquire();
        int free = 1 + slots.drainPermits();
        int used = 0;
        try {
            List<Claimed> claimed = outbox.claim(
                    channel.name(),
                    channel.inOrder(),
                    free,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    config.lease());
            for (Claimed message : claimed) {
                threads.execute(() -> deliver(channel, message, slots));
                used++;
            }
            return used > 0;
        } catch (DatabaseAway e) {
            LOG.debugf(e, "the outbox waits for the database channel=%s", channel.name());
            return false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "messages could not be claimed channel=%s", channel.name());
            return false;
        } finally {
            slots.release(free - used);
        }
    }

    private void deliver(Channel channel, Claimed message, Semaphore slots) {
        try {
            Attempt attempt = delivering.send(channel, message);
            settle(channel, message, attempt);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "a message could not be handled channel=%s alertId=%s", channel.name(), message.alertId());
        } finally {
            slots.release();
            if (channel.inOrder()) {
                wakeup.wake(channel.name());
            }
        }
    }

    /// What was sent is not sent again only because the database is away for a moment.
    private void settle(Channel channel, Claimed message, Attempt attempt) throws InterruptedException {
        while (true) {
            try {
                delivering.settle(channel, message, attempt);
                return;
            } catch (DatabaseAway e) {
                LOG.debugf(e, "a receipt waits for the database alertId=%s", message.alertId());
                Thread.sleep(DATABASE_RETRY);
            }
        }
    }
}
