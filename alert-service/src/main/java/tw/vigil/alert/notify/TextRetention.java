package tw.vigil.alert.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.DatabaseAway;

/// Forgets the text of messages that were finished long ago: it repeats what the alert holds, and is most of the
/// table. Who was told when, over which channel, and what the receiver answered is never forgotten.
@Startup // so that its counter is exposed before the first pruning
@ApplicationScoped
class TextRetention {
    private static final Logger LOG = Logger.getLogger(TextRetention.class);

    /// Rows of one transaction, so that none holds its locks for long.
    private static final int STEP = 1_000;

    /// Steps of one run; what is left waits for the next.
    private static final int STEPS = 500;

    private final Database database;
    private final NotifyConfig config;
    private final Clock clock;
    private final Counter pruned;

    TextRetention(Database database, NotifyConfig config, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.pruned = meters.counter("vigil.notification.texts.pruned");
    }

    @Scheduled(
            every = "1h",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void prune() {
        Instant before = clock.instant().minus(config.textRetention()).truncatedTo(ChronoUnit.MICROS);
        long total = 0;
        try {
            for (int step = 0; step < STEPS; step++) {
                int rows = step(before);
                total += rows;
                pruned.increment(rows);
                if (rows < STEP) {
                    break;
                }
            }
        } catch (DatabaseAway e) {
            LOG.debug("pruning waits for the database", e);
        }
        if (total > 0) {
            LOG.infof("texts of old messages were removed count=%d", total);
        }
    }

    private int step(Instant before) {
        return database.call(transaction -> transaction.update("""
                UPDATE outbox SET payload = NULL WHERE number IN (
                    SELECT number FROM outbox
                    WHERE state <> 'pending' AND payload IS NOT NULL AND finished_at < ?
                    ORDER BY finished_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, before, STEP));
    }
}
