package tw.vigil.alert.alerts;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.Account;
import tw.vigil.alert.accounts.Accounts;
import tw.vigil.alert.alerts.ActionRefused.Reason;
import tw.vigil.alert.alerts.TimelineEntry.Step;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.Transaction;

@ApplicationScoped
class StoredAlertActions implements AlertActions {
    private static final int MAX_COMMENT = 10_000;

    private final Database database;
    private final Timeline timeline;
    private final Accounts accounts;
    private final Clock clock;

    StoredAlertActions(Database database, Timeline timeline, Accounts accounts, Clock clock) {
        this.database = database;
        this.timeline = timeline;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// What an action must know of the alert; its row is locked.
    private record Locked(
            long number, AlertStatus status, @Nullable String assignee, int version) {}

    @Override
    public Alert acknowledge(String id, Account who, @Nullable Integer version, @Nullable String comment) {
        mustAct(who);
        String why = optional(comment);
        return database.call(transaction -> {
            Locked alert = lock(transaction, id, version);
            mustNotBeTheSubject(transaction, alert, who.name(), "acknowledge");
            if (alert.status() != AlertStatus.NEW) {
                throw conflict(id, alert, "cannot be acknowledged again");
            }
            takeIntoHand(transaction, alert, AlertStatus.ACKNOWLEDGED, who);
            return step(transaction, alert, Step.ACKNOWLEDGED, who, why, Map.of());
        });
    }

    @Override
    public Alert start(String id, Account who, @Nullable Integer version, @Nullable String comment) {
        mustAct(who);
        String why = optional(comment);
        return database.call(transaction -> {
            Locked alert = lock(transaction, id, version);
            mustNotBeTheSubject(transaction, alert, who.name(), "work on");
            if (alert.status() != AlertStatus.NEW && alert.status() != AlertStatus.ACKNOWLEDGED) {
                throw conflict(id, alert, "cannot be started");
            }
            takeIntoHand(transaction, alert, AlertStatus.IN_PROGRESS, who);
            return step(transaction, alert, Step.STARTED, who, why, Map.of());
        });
    }

    @Override
    public Alert assign(String id, Account who, @Nullable Integer version, String assignee, @Nullable String comment) {
        mustAct(who);
        String why = optional(comment);
        String name = assignee.strip().toLowerCase(Locale.ROOT);
        if (accounts.assignable().stream().noneMatch(account -> account.name().equals(name))) {
            throw new ActionRefused(Reason.INVALID, "'" + name + "' is not the account of an analyst");
        }
        return database.call(transaction -> {
            Locked alert = lock(transaction, id, version);
            mustNotBeTheSubject(transaction, alert, who.name(), "assign");
            mustNotBeTheSubject(transaction, alert, name, "be given");
            mustBeOpen(id, alert, "cannot be assigned");
            var _ = transaction.update(
                    "UPDATE alert SET assignee = ?, version = version + 1, updated_at = ? WHERE number = ?",
                    name,
                    now(),
                    alert.number());
            return step(transaction, alert, Step.ASSIGNED, who, why, Map.of("assignee", name));
        });
    }

    @Override
    public Alert comment(String id, Account who, String comment) {
        mustAct(who);
        String why = mandatory(comment);
        return database.call(transaction -> {
            Locked alert = lock(transaction, id, null);
            var _ = transaction.update(
                    "UPDATE alert SET version = version + 1, updated_at = ? WHERE number = ?", now(), alert.number());
            return step(transaction, alert, Step.COMMENTED, who, why, Map.of());
        });
    }

    @Override
    public Alert close(String id, Account who, @Nullable Integer version, Verdict verdict, String comment) {
        mustAct(who);
        String why = mandatory(comment);
        return database.call(transaction -> {
            Locked alert = lock(transaction, id, version);
            mustNotBeTheSubject(transaction, alert, who.name(), "close");
            mustBeOpen(id, alert, "cannot be closed again");
            var _ = transaction.update("""
                    UPDATE alert SET status = 'closed', verdict = ?, assignee = coalesce(assignee, ?),
                        notify_again_at = NULL, version = version + 1, updated_at = ? WHERE number = ?
                    """, verdict.wire(), who.name(), now(), alert.number());
            return step(transaction, alert, Step.CLOSED, who, why, Map.of("verdict", verdict.wire()));
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void takeIntoHand(Transaction transaction, Locked alert, AlertStatus status, Account who)
            throws SQLException {
        var _ = transaction.update("""
                UPDATE alert SET status = ?, assignee = coalesce(assignee, ?), version = version + 1, updated_at = ?
                WHERE number = ?
                """, status.wire(), who.name(), now(), alert.number());
    }

    private Alert step(
            Transaction transaction,
            Locked alert,
            Step step,
            Account who,
            @Nullable String why,
            Map<String, String> details)
            throws SQLException {
        return timeline.add(transaction, alert.number(), now(), step, who.name(), why, details);
    }

    private static Locked lock(Transaction transaction, String id, @Nullable Integer version) throws SQLException {
        OptionalLong number = AlertId.number(id);
        Locked alert = transaction
                .first(
                        "SELECT number, status, assignee, version FROM alert WHERE number = ? FOR UPDATE",
                        row -> new Locked(
                                row.getLong("number"),
                                AlertStatus.of(row.getString("status")).orElseThrow(),
                                row.getString("assignee"),
                                row.getInt("version")),
                        number.orElse(0))
                .orElseThrow(() -> new ActionRefused(Reason.NOT_FOUND, "there is no alert " + id));
        if (version != null && version != alert.version()) {
            throw new ActionRefused(
                    Reason.CONFLICT,
                    "alert " + id + " has changed: you saw version " + version + ", it is now " + alert.version() + " ("
                            + alert.status().wire() + held(alert) + "). Look again and repeat the action.");
        }
        return alert;
    }

    private static void mustAct(Account who) {
        if (!who.mayAct()) {
            throw new ActionRefused(
                    Reason.FORBIDDEN, "account " + who.name() + " reads everything and changes nothing");
        }
    }

    /// Any finding of the alert counts, not only the newest.
    private static void mustNotBeTheSubject(Transaction transaction, Locked alert, String name, String verb)
            throws SQLException {
        long about = transaction.number("""
                SELECT count(*) FROM alert_finding l JOIN finding f USING (finding_id)
                WHERE l.alert = ? AND (f.actor = ? OR split_part(f.actor, '@', 1) = ?)
                """, alert.number(), name, name);
        if (about > 0) {
            throw new ActionRefused(
                    Reason.FORBIDDEN,
                    "alert " + AlertId.of(alert.number()) + " is about " + name + ", who may not " + verb + " it");
        }
    }

    private static void mustBeOpen(String id, Locked alert, String what) {
        if (alert.status() == AlertStatus.CLOSED) {
            throw conflict(id, alert, what);
        }
    }

    private static ActionRefused conflict(String id, Locked alert, String what) {
        return new ActionRefused(
                Reason.CONFLICT, "alert " + id + " is " + alert.status().wire() + held(alert) + " and " + what);
    }

    private static String held(Locked alert) {
        return alert.assignee() == null ? "" : ", held by " + alert.assignee();
    }

    private static @Nullable String optional(@Nullable String comment) {
        return comment == null || comment.isBlank() ? null : checked(comment);
    }

    private static String mandatory(@Nullable String comment) {
        if (comment == null || comment.isBlank()) {
            throw new ActionRefused(Reason.INVALID, "a comment is mandatory");
        }
        return checked(comment);
    }

    private static String checked(String comment) {
        String text = comment.strip().replace("\u0000", "");
        if (text.length() > MAX_COMMENT) {
            throw new ActionRefused(
                    Reason.INVALID, "a comment holds at most " + MAX_COMMENT + " characters, not " + text.length());
        }
        return text;
    }
}
