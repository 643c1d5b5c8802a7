package tw.vigil.alert.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tw.vigil.alert.alerts.AlertBook;
import tw.vigil.alert.alerts.TimelineEntry.Step;
import tw.vigil.alert.notify.OutboxRows.Claimed;
import tw.vigil.alert.storage.Transaction;
import tw.vigil.event.Finding;

/// Makes an alert of a notification that was given up: nobody was told is the one thing that somebody must be
/// told.
@ApplicationScoped
class Undelivered {
    static final String RULE_KEY = "PR-13";
    private static final String RULE_ID = "5b0e2f2e-6f0b-4a4e-9a53-0d8f3d1c7b13";
    private static final String TEXT =
            "A notification of an alert was not accepted by its receiver until its maximum age.";
    private static final String TEXT_ZH = "告警通知於最長時限內未獲收件端接受。";

    private final AlertBook book;

    Undelivered(AlertBook book) {
        this.book = book;
    }

    /// Notes the death on the alert, and opens or continues the alert about it. A notification about
    /// undelivered notifications that dies itself is only noted: its alert is open already, and another would
    /// go the same way.
    void report(Transaction transaction, String channel, Claimed claimed, String reply, Instant now)
            throws SQLException {
        book.note(
                transaction,
                claimed.alert(),
                Step.NOTIFICATION_DEAD,
                reply,
                Map.of("channel", channel, "recipient", claimed.recipient(), "message_id", claimed.messageId()));
        long own = transaction.number(
                "SELECT count(*) FROM alert WHERE number = ? AND rule_id = ?", claimed.alert(), RULE_ID);
        if (own == 0) {
            var _ = book.enter(transaction, finding(channel, claimed, reply, now), claimed.traceparent());
        }
    }

    private static Finding finding(String channel, Claimed claimed, String reply, Instant now) {
        SortedMap<String, String> group = new TreeMap<>(Map.of("channel", channel, "recipient", claimed.recipient()));
        return new Finding(
                sha256("undelivered\n" + claimed.messageId()),
                1,
                new Finding.Rule(
                        RULE_ID,
                        RULE_KEY,
                        "notification_undelivered",
                        "detection",
                        "Notification not delivered",
                        "通知送達失敗",
                        TEXT,
                        TEXT_ZH,
                        "critical",
                        sha256(RULE_ID + TEXT)),
                List.of("art9.4"),
                List.of("cnfa.art9.4"),
                "IT",
                "P11",
                group,
                new Finding.Times(claimed.created(), now, claimed.received(), now),
                1,
                new TreeMap<>(),
                List.of(
                        new Finding.Reason("undelivered", "reply", "2xx or SMTP 250", reply),
                        new Finding.Reason("undelivered", "alert", "delivered", claimed.alertId()),
                        new Finding.Reason(
                                "undelivered", "attempts", "1 or more", Integer.toString(claimed.attempt()))),
                List.of(),
                false);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
