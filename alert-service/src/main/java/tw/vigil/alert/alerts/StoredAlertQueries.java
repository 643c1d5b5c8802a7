package tw.vigil.alert.alerts;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.Delivery.Receipt;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.Transaction;

@ApplicationScoped
class StoredAlertQueries implements AlertQueries {
    private final Database database;
    private final AlertRows rows;

    StoredAlertQueries(Database database, AlertRows rows) {
        this.database = database;
        this.rows = rows;
    }

    @Override
    public Page<AlertSummary> page(AlertFilter filter) {
        var where = new Conditions();
        if (!filter.statuses().isEmpty()) {
            where.and("a.status = ANY (?)", wires(filter.statuses()));
        }
        if (!filter.levels().isEmpty()) {
            where.and("a.severity = ANY (?::smallint[])", severities(filter.levels()));
        }
        where.andUnlessNull("a.unit = ?", filter.unit());
        where.andUnlessNull("a.assignee = ?", filter.assignee());
        if (filter.rule() != null) {
            where.and("? IN (a.rule_id, a.rule_key, a.rule_name)", filter.rule());
        }
        if (filter.text() != null && !filter.text().isBlank()) {
            where.and("a.search_text LIKE ? ESCAPE '!'", pattern(filter.text()));
        }
        if (filter.before() != null) {
            OptionalLong before = AlertId.number(filter.before());
            where.and("a.number < ?", before.orElse(0));
        }
        String sql = AlertRows.SUMMARY + where.sql() + " ORDER BY a.number DESC LIMIT " + (filter.limit() + 1);
        List<AlertSummary> found =
                database.call(transaction -> transaction.rows(sql, rows::summary, where.arguments()));
        if (found.size() <= filter.limit()) {
            return new Page<>(found, null);
        }
        List<AlertSummary> items = found.subList(0, filter.limit());
        return new Page<>(items, items.getLast().id());
    }

    @Override
    public Optional<Alert> alert(String id) {
        OptionalLong number = AlertId.number(id);
        return number.isEmpty()
                ? Optional.empty()
                : database.call(transaction -> rows.alert(transaction, number.getAsLong()));
    }

    @Override
    public List<TimelineEntry> timeline(String id) {
        return database.call(transaction -> transaction.rows(
                "SELECT * FROM timeline_entry WHERE alert = ? ORDER BY number",
                row -> new TimelineEntry(
                        row.getLong("number"),
                        Transaction.instant(row, "at"),
                        TimelineEntry.Step.of(row.getString("step")),
                        row.getString("who"),
                        row.getString("why"),
                        rows.texts(row.getString("details"))),
                AlertId.number(id).orElse(0)));
    }

    @Override
    public List<Delivery> deliveries(String id) {
        long number = AlertId.number(id).orElse(0);
        return database.call(transaction -> {
            Map<Long, List<Receipt>> receipts = receipts(transaction, number);
            return transaction.rows(
                    "SELECT * FROM outbox WHERE alert = ? AND kind <> 'step' ORDER BY number",
                    row -> {
                        var state = Delivery.State.of(row.getString("state"));
                        return new Delivery(
                                row.getString("message_id"),
                                row.getString("kind"),
                                row.getString("channel"),
                                row.getString("recipient"),
                                state,
                                row.getInt("attempts"),
                                Transaction.instant(row, "created_at"),
                                state == Delivery.State.PENDING ? Transaction.instant(row, "next_attempt_at") : null,
                                Transaction.instantOrNull(row, "finished_at"),
                                receipts.getOrDefault(row.getLong("number"), List.of()));
                    },
                    number);
        });
    }

    private static Map<Long, List<Receipt>> receipts(Transaction transaction, long alert) throws SQLException {
        var receipts = new LinkedHashMap<Long, List<Receipt>>();
        var _ = transaction.rows(
                """
                SELECT r.* FROM delivery_receipt r JOIN outbox o ON o.number = r.outbox
                WHERE o.alert = ? AND o.kind <> 'step' ORDER BY r.number
                """,
                row -> receipts.computeIfAbsent(row.getLong("outbox"), _ -> new ArrayList<>())
                        .add(new Receipt(
                                Transaction.instant(row, "at"),
                                row.getInt("attempt"),
                                row.getBoolean("delivered"),
                                row.getString("reply"),
                                row.getLong("millis"))),
                alert);
        return receipts;
    }

    @Override
    public AlertCounts counts() {
        return database.call(transaction -> {
            var statuses = new EnumMap<AlertStatus, Long>(AlertStatus.class);
            for (AlertStatus status : AlertStatus.values()) {
                statuses.put(status, 0L);
            }
            var _ = transaction.rows(
                    "SELECT status, count(*) FROM alert GROUP BY status",
                    row -> statuses.put(AlertStatus.of(row.getString(1)).orElseThrow(), row.getLong(2)));
            var open = new EnumMap<Level, Long>(Level.class);
            for (Level level : Level.values()) {
                open.put(level, 0L);
            }
            var _ = transaction.rows(
                    "SELECT severity, count(*) FROM alert WHERE status <> 'closed' GROUP BY severity",
                    row -> open.put(Level.ofSeverity(row.getInt(1)), row.getLong(2)));
            var units = new LinkedHashMap<String, Long>();
            var _ = transaction.rows(
                    "SELECT unit, count(*) FROM alert WHERE status <> 'closed' GROUP BY unit ORDER BY unit",
                    row -> units.put(row.getString(1), row.getLong(2)) == null);
            long unassigned =
                    transaction.number("SELECT count(*) FROM alert WHERE status <> 'closed' AND assignee IS NULL");
            Optional<Instant> oldest = transaction.first(
                    "SELECT created_at FROM alert WHERE status = 'new' ORDER BY number LIMIT 1",
                    row -> Transaction.instant(row, "created_at"));
            return new AlertCounts(statuses, open, units, unassigned, oldest.orElse(null));
        });
    }

    private static List<String> wires(Collection<AlertStatus> statuses) {
        return statuses.stream().map(AlertStatus::wire).toList();
    }

    private static List<String> severities(Collection<Level> levels) {
        return levels.stream()
                .map(level -> Integer.toString(level.severityId()))
                .toList();
    }

    private static String pattern(String text) {
        String literal = text.strip()
                .toLowerCase(Locale.ROOT)
                .replace("\u0000", "")
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + literal + "%";
    }

    /// The conditions of a query and their arguments, in step.
    private static final class Conditions {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> arguments = new ArrayList<>();

        void and(String condition, Object argument) {
            sql.append(sql.isEmpty() ? "WHERE " : " AND ").append(condition);
            arguments.add(argument);
        }

        void andUnlessNull(String condition, @Nullable Object argument) {
            if (argument != null) {
                and(condition, argument);
            }
        }

        String sql() {
            return sql.toString();
        }

        Object[] arguments() {
            return arguments.toArray();
        }
    }
}
