package tw.vigil.alert.alerts;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import tw.vigil.alert.alerts.Outgoing.Occasion;
import tw.vigil.alert.alerts.TimelineEntry.Step;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.DatabaseAway;
import tw.vigil.alert.storage.Transaction;

/// Decides when an alert's units hear of it: at once when it opens, then never twice within the quiet period,
/// and always once at its end when more came.
@ApplicationScoped
class Notifying {
    private static final Logger LOG = Logger.getLogger(Notifying.class);

    private final Database database;
    private final AlertRows rows;
    private final Outgoing outgoing;
    private final Timeline timeline;
    private final Clock clock;
    private final Duration quietPeriod;

    Notifying(
            Database database, AlertRows rows, Outgoing outgoing, Timeline timeline, Clock clock, AlertConfig config) {
        this.database = database;
        this.rows = rows;
        this.outgoing = outgoing;
        this.timeline = timeline;
        this.clock = clock;
        this.quietPeriod = config.quietPeriod();
    }

    void opened(Transaction transaction, Alert alert, Instant now) throws SQLException {
        long number = AlertId.number(alert.summary().id()).orElseThrow();
        send(transaction, alert, number, Occasion.OPENED, alert.summary().count(), now);
    }

    void joined(Transaction transaction, Alert alert, long number, Instant now) throws SQLException {
        Last last = last(transaction, number);
        if (last.at().plus(quietPeriod).isAfter(now)) {
            var _ = transaction.update(
                    "UPDATE alert SET notify_again_at = ? WHERE number = ? AND notify_again_at IS NULL",
                    last.at().plus(quietPeriod),
                    number);
        } else {
            send(transaction, alert, number, Occasion.GROUPED, alert.summary().count() - last.events(), now);
        }
    }

    /// Sends what waited for the end of a quiet period; one transaction per alert.
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void endQuietPeriods() {
        try {
            while (endOne()) {
                LOG.debug("a quiet period ended");
            }
        } catch (DatabaseAway e) {
            LOG.debug("quiet periods wait for the database", e);
        }
    }

    private boolean endOne() {
        return database.call(transaction -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Optional<Long> due = transaction.first("""
                    SELECT number FROM alert WHERE notify_again_at <= ? AND status <> 'closed'
                    ORDER BY notify_again_at LIMIT 1 FOR UPDATE SKIP LOCKED
                    """, row -> row.getLong(1), now);
            if (due.isEmpty()) {
                return false;
            }
            Alert alert = rows.alert(transaction, due.get()).orElseThrow();
            long newEvents =
                    alert.summary().count() - last(transaction, due.get()).events();
            send(transaction, alert, due.get(), Occasion.GROUPED, newEvents, now);
            return true;
        });
    }

    private record Last(Instant at, long events) {}

    private static Last last(Transaction transaction, long number) throws SQLException {
        return transaction
                .first(
                        "SELECT coalesce(notified_at, created_at) AS at, notified_events FROM alert WHERE number = ?",
                        row -> new Last(Transaction.instant(row, "at"), row.getLong("notified_events")),
                        number)
                .orElseThrow();
    }

    private void send(Transaction transaction, Alert alert, long number, Occasion occasion, long newEvents, Instant now)
            throws SQLException {
        int stored = outgoing.notify(transaction, alert, occasion, newEvents);
        var _ = transaction.update(
                "UPDATE alert SET notified_at = ?, notified_events = event_count, notify_again_at = NULL WHERE number = ?",
                now,
                number);
        var _ = timeline.add(
                transaction,
                number,
                now,
                Step.NOTIFIED,
                Timeline.VIGIL,
                stored == 0 ? "no channel is set up for the units of this alert" : null,
                Map.of("notifications", Integer.toString(stored), "new_events", Long.toString(newEvents)));
    }
}
