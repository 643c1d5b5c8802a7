package tw.vigil.alert.notify;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import tw.vigil.alert.alerts.Delivery.State;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.DatabaseAway;
import tw.vigil.alert.storage.Transaction;

/// What waits in the outbox, as gauges and as exact numbers.
@ApplicationScoped
public class NotifyGauges {
    private static final Logger LOG = Logger.getLogger(NotifyGauges.class);

    private final Database database;
    private final Clock clock;
    private final Map<String, AtomicLong> pending = new ConcurrentHashMap<>();
    private final AtomicLong oldestSeconds = new AtomicLong();

    NotifyGauges(Database database, Clock clock, MeterRegistry meters, @All List<Channel> channels) {
        this.database = database;
        this.clock = clock;
        for (Channel channel : channels) {
            var waiting = new AtomicLong();
            pending.put(channel.name(), waiting);
            Gauge.builder("vigil.notifications.pending", waiting, AtomicLong::get)
                    .tag("channel", channel.name())
                    .register(meters);
        }
        Gauge.builder("vigil.notification.oldest.pending.seconds", oldestSeconds, AtomicLong::get)
                .register(meters);
    }

    /// Notifications of people by state; steps for `vigil.alerts` are not among them.
    public Map<String, Long> totals() {
        return database.call(transaction -> {
            var totals = new LinkedHashMap<String, Long>();
            for (State state : State.values()) {
                totals.put(state.wire(), 0L);
            }
            transaction
                    .rows(
                            "SELECT state, count(*) FROM outbox WHERE kind <> 'step' GROUP BY state",
                            row -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(entry -> totals.put(entry.getKey(), entry.getValue()));
            return totals;
        });
    }

    /// Age of the oldest message that was not delivered yet, zero when there is none.
    public Duration oldestPending() {
        return database.call(transaction -> oldest(transaction, clock.instant()));
    }

    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void refresh() {
        try {
            database.run(transaction -> {
                Map<String, Long> counts = new LinkedHashMap<>();
                transaction
                        .rows(
                                "SELECT channel, count(*) FROM outbox WHERE state = 'pending' GROUP BY channel",
                                row -> Map.entry(row.getString(1), row.getLong(2)))
                        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
                pending.forEach((channel, value) -> value.set(counts.getOrDefault(channel, 0L)));
                oldestSeconds.set(oldest(transaction, clock.instant()).toSeconds());
            });
        } catch (DatabaseAway e) {
            LOG.debug("gauges wait for the database", e);
        }
    }

    private static Duration oldest(Transaction transaction, Instant now) throws SQLException {
        return transaction
                .first(
                        "SELECT created_at FROM outbox WHERE state = 'pending' ORDER BY created_at LIMIT 1",
                        NotifyGauges::created)
                .map(created -> Duration.between(created, now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    private static Instant created(ResultSet row) throws SQLException {
        return Transaction.instant(row, "created_at");
    }
}
