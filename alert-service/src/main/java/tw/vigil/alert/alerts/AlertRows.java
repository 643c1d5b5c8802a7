package tw.vigil.alert.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.storage.Transaction;
import tw.vigil.event.Finding;
import tw.vigil.event.Finding.ContributingEvent;
import tw.vigil.event.Finding.Reason;

/// Reads alerts from their rows. The raw events of an alert are bounded: an alert may hold a million.
@ApplicationScoped
class AlertRows {
    /// The stream of steps is not a notification of a person.
    static final String STEP_CHANNEL = "kafka";

    static final String SUMMARY = """
            SELECT a.*, d.pending, d.delivered, d.dead
            FROM alert a CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE state = 'pending')   AS pending,
                       count(*) FILTER (WHERE state = 'delivered') AS delivered,
                       count(*) FILTER (WHERE state = 'dead')      AS dead
                FROM outbox WHERE outbox.alert = a.number AND kind <> 'step') d
            """;

    private static final int MAX_FINDINGS = 100;
    private static final int MAX_PAYLOADS = 20;
    private static final int MAX_EVENTS = 100;
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<Reason>> REASONS = new TypeReference<>() {};

    private final ObjectMapper json;

    AlertRows(ObjectMapper json) {
        this.json = json;
    }

    AlertSummary summary(ResultSet row) throws SQLException {
        long linkedTo = row.getLong("linked_to");
        String previous = row.wasNull() ? null : AlertId.of(linkedTo);
        return new AlertSummary(
                AlertId.of(row.getLong("number")),
                AlertStatus.of(row.getString("status")).orElseThrow(),
                Level.ofSeverity(row.getInt("severity")),
                row.getString("unit"),
                Transaction.texts(row, "copies"),
                row.getString("assignee"),
                row.getString("title"),
                row.getString("title_zh"),
                read(row.getString("rule"), AlertSummary.Rule.class),
                Transaction.texts(row, "clauses"),
                texts(row.getString("group_fields")),
                texts(row.getString("entities")),
                row.getLong("event_count"),
                row.getLong("finding_count"),
                Transaction.instant(row, "first_event"),
                Transaction.instant(row, "last_event"),
                Transaction.instant(row, "created_at"),
                Transaction.instant(row, "updated_at"),
                verdict(row.getString("verdict")),
                previous,
                row.getInt("version"),
                new AlertSummary.DeliveryCounts(row.getLong("pending"), row.getLong("delivered"), row.getLong("dead")));
    }

    /// The whole alert, as the transaction sees it.
    Optional<Alert> alert(Transaction transaction, long number) throws SQLException {
        List<String> findings = transaction.rows("""
                SELECT finding_id FROM (
                    SELECT finding_id, joined_at FROM alert_finding WHERE alert = ?
                    ORDER BY joined_at DESC, finding_id DESC LIMIT ?) newest
                ORDER BY joined_at, finding_id
                """, row -> row.getString(1), number, MAX_FINDINGS);
        List<Finding> newest =
                transaction.rows("""
                SELECT f.payload FROM alert_finding l JOIN finding f USING (finding_id)
                WHERE l.alert = ? ORDER BY f.updated_at DESC, f.finding_id LIMIT ?
                """, row -> read(row.getString(1), Finding.class), number, MAX_PAYLOADS);
        List<ContributingEvent> events = events(newest);
        String linkedFrom = transaction
                .first(
                        "SELECT number FROM alert WHERE linked_to = ? ORDER BY number DESC LIMIT 1",
                        row -> AlertId.of(row.getLong(1)),
                        number)
                .orElse(null);
        return transaction.first(
                SUMMARY + "WHERE a.number = ?",
                row -> {
                    AlertSummary summary = summary(row);
                    return new Alert(
                            summary,
                            Transaction.texts(row, "tags"),
                            findings,
                            reasons(row.getString("reasons")),
                            events,
                            events.size() < summary.count(),
                            linkedFrom,
                            traceId(row.getString("traceparent")));
                },
                number);
    }

    Map<String, String> texts(String text) {
        try {
            return json.readValue(text, TEXTS);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of our own cannot be written as JSON", e);
        }
    }

    <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    List<Reason> reasons(String text) {
        try {
            return json.readValue(text, REASONS);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(JsonProcessingException cause) {
        return new IllegalStateException("the database holds JSON that this version cannot read", cause);
    }

    private static @Nullable Verdict verdict(@Nullable String wire) {
        return wire == null ? null : Verdict.of(wire).orElseThrow();
    }

    private static List<ContributingEvent> events(List<Finding> findings) {
        var byId = new LinkedHashMap<String, ContributingEvent>();
        findings.forEach(finding -> finding.events().forEach(event -> byId.putIfAbsent(event.id(), event)));
        var events = new ArrayList<>(byId.values());
        events.sort(Comparator.comparing(ContributingEvent::time));
        return List.copyOf(events.subList(Math.max(0, events.size() - MAX_EVENTS), events.size()));
    }

    /// Second part of a W3C `traceparent`.
    private static @Nullable String traceId(@Nullable String traceparent) {
        return traceparent == null || traceparent.length() < 35 ? null : traceparent.substring(3, 35);
    }
}
