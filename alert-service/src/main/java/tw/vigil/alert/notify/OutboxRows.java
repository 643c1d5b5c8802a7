package tw.vigil.alert.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.AlertId;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.Transaction;

/// The outbox as the dispatcher sees it. A claim is a lease: who dies with a message in hand loses it to the
/// next who looks after the lease has run out.
@ApplicationScoped
class OutboxRows {
    private final Database database;

    OutboxRows(Database database) {
        this.database = database;
    }

    /// A claimed message.
    ///
    /// @param attempt counts from 1, and is the fence: what a claim reports counts only while no other claim
    /// was made
    record Claimed(
            long number,
            String messageId,
            long alert,
            String kind,
            String recipient,
            String payload,
            @Nullable String traceparent,
            int attempt,
            Instant received,
            Instant created) {

        String alertId() {
            return AlertId.of(alert);
        }
    }

    List<Claimed> claim(String channel, boolean inOrder, int limit, Instant now, Duration lease) {
        // In order: a message waits until every earlier one of its alert is through.
        String order = inOrder
                ? "AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.alert = o.alert"
                        + " AND e.state = 'pending' AND e.number < o.number)"
                : "";
        String sql = """
                UPDATE outbox SET attempts = attempts + 1, leased_until = ?
                WHERE number IN (
                    SELECT number FROM outbox o
                    WHERE channel = ? AND state = 'pending' AND next_attempt_at <= ?
                      AND (leased_until IS NULL OR leased_until <= ?) %s
                    ORDER BY next_attempt_at, number LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING *
                """.formatted(order);
        return database.call(transaction -> transaction.rows(
                sql,
                row -> new Claimed(
                        row.getLong("number"),
                        row.getString("message_id"),
                        row.getLong("alert"),
                        row.getString("kind"),
                        row.getString("recipient"),
                        row.getString("payload"),
                        row.getString("traceparent"),
                        row.getInt("attempts"),
                        Transaction.instant(row, "received_at"),
                        Transaction.instant(row, "created_at")),
                now.plus(lease),
                channel,
                now,
                now,
                limit));
    }

    void receipt(Transaction transaction, Claimed claimed, Instant now, boolean delivered, String reply, long millis)
            throws SQLException {
        var _ = transaction.update("""
                INSERT INTO delivery_receipt (outbox, at, attempt, delivered, reply, millis) VALUES (?, ?, ?, ?, ?, ?)
                """, claimed.number(), now, claimed.attempt(), delivered, reply, millis);
    }

    /// A delivery counts whoever made it, also after its lease ran out.
    boolean delivered(Transaction transaction, Claimed claimed, Instant now) throws SQLException {
        return transaction.update("""
                        UPDATE outbox SET state = 'delivered', finished_at = ?, leased_until = NULL
                        WHERE number = ? AND state = 'pending'
                        """, now, claimed.number()) == 1;
    }

    boolean retry(Transaction transaction, Claimed claimed, Instant at) throws SQLException {
        return transaction.update("""
                        UPDATE outbox SET next_attempt_at = ?, leased_until = NULL
                        WHERE number = ? AND state = 'pending' AND attempts = ?
                        """, at, claimed.number(), claimed.attempt()) == 1;
    }

    boolean dead(Transaction transaction, Claimed claimed, Instant now) throws SQLException {
        return transaction.update("""
                        UPDATE outbox SET state = 'dead', finished_at = ?, leased_until = NULL
                        WHERE number = ? AND state = 'pending' AND attempts = ?
                        """, now, claimed.number(), claimed.attempt()) == 1;
    }

    /// True when no other notification of the alert was delivered before this one.
    boolean firstOfAlert(Transaction transaction, Claimed claimed) throws SQLException {
        return transaction.number("""
                        SELECT count(*) FROM outbox
                        WHERE alert = ? AND kind <> 'step' AND state = 'delivered' AND number <> ?
                        """, claimed.alert(), claimed.number()) == 0;
    }
}
