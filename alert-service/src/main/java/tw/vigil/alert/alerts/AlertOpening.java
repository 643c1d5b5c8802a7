package tw.vigil.alert.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.AlertBook.Entry;
import tw.vigil.alert.alerts.TimelineEntry.Step;
import tw.vigil.alert.routing.RoutingTable;
import tw.vigil.alert.routing.RoutingTable.Subject;
import tw.vigil.alert.storage.Transaction;
import tw.vigil.event.Finding;

/// Writes the row of an alert: when it opens, and when a finding joins it.
@ApplicationScoped
class AlertOpening {
    private static final int MAX_SEARCH_TEXT = 8_000;

    private final AlertRows rows;
    private final RoutingTable routing;
    private final Timeline timeline;
    private final MeterRegistry meters;

    AlertOpening(AlertRows rows, RoutingTable routing, Timeline timeline, MeterRegistry meters) {
        this.rows = rows;
        this.routing = routing;
        this.timeline = timeline;
        this.meters = meters;
    }

    Alert open(Transaction transaction, Entry entry) throws SQLException {
        Finding finding = entry.finding();
        Level level = level(finding);
        var destination = routing.route(
                new Subject(finding.unit(), finding.playbook(), finding.rule().key(), finding.clauses(), level.wire()));
        Optional<Long> previous = transaction.first(
                "SELECT number FROM alert WHERE dedupe_key = ? ORDER BY number DESC LIMIT 1",
                row -> row.getLong(1),
                entry.key());
        long number = transaction.number("SELECT nextval('alert_number')");
        String unit = destination.primary().code();
        insert(transaction, entry, level, unit, destination.copyCodes(), previous.orElse(null), number);
        var _ = transaction.update(
                "INSERT INTO alert_finding VALUES (?, ?, ?)", number, finding.findingId(), entry.now());
        if (previous.isPresent()) {
            var _ = timeline.add(
                    transaction,
                    previous.get(),
                    entry.now(),
                    Step.CONTINUED,
                    Timeline.VIGIL,
                    null,
                    Map.of("alert", AlertId.of(number)));
        }
        transaction.afterCommit(() -> meters.counter("vigil.alerts.created", "level", level.wire(), "unit", unit)
                .increment());
        var details = new TreeMap<>(Map.of("finding_id", finding.findingId(), "unit", unit));
        previous.ifPresent(before -> details.put("linked_to", AlertId.of(before)));
        return timeline.add(transaction, number, entry.now(), Step.OPENED, Timeline.VIGIL, destination.why(), details);
    }

    private void insert(
            Transaction transaction,
            Entry entry,
            Level level,
            String unit,
            List<String> copies,
            @Nullable Long previous,
            long number)
            throws SQLException {
        Finding finding = entry.finding();
        var _ = transaction.update(
                """
                INSERT INTO alert (number, dedupe_key, status, severity, unit, copies, rule_id, rule_key, rule_name, rule,
                    title, title_zh, clauses, tags, group_fields, entities, reasons, search_text, event_count,
                    finding_count, first_event, last_event, created_at, updated_at, linked_to, traceparent, received_at)
                VALUES (?, ?, 'new', ?, ?, ?, ?, ?, ?, ?::jsonb,
                    ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?,
                    1, ?, ?, ?, ?, ?, ?, ?)
                """,
                number,
                entry.key(),
                level.severityId(),
                unit,
                copies,
                finding.rule().id(),
                finding.rule().key(),
                finding.rule().name(),
                rows.write(rule(finding, level)),
                finding.rule().title(),
                finding.rule().titleZh(),
                finding.clauses(),
                finding.tags(),
                rows.write(finding.group()),
                rows.write(finding.entities()),
                rows.write(finding.reasons()),
                searchText(number, finding),
                entry.newEvents(),
                finding.times().firstEvent(),
                finding.times().lastEvent(),
                entry.now(),
                entry.now(),
                previous,
                entry.traceparent(),
                finding.times().received());
    }

    /// Brings the alert's row up to a finding that joined it or was revised.
    ///
    /// @param joined 1 for a finding that the alert did not hold yet, else 0
    void refresh(Transaction transaction, Entry entry, long number, int joined) throws SQLException {
        Finding finding = entry.finding();
        var _ = transaction.update(
                """
                UPDATE alert SET event_count = event_count + ?, finding_count = finding_count + ?,
                    severity = greatest(severity, ?), first_event = least(first_event, ?),
                    last_event = greatest(last_event, ?), entities = ?::jsonb, reasons = ?::jsonb, search_text = ?,
                    version = version + 1, updated_at = ?
                WHERE number = ?
                """,
                entry.newEvents(),
                joined,
                level(finding).severityId(),
                finding.times().firstEvent(),
                finding.times().lastEvent(),
                rows.write(finding.entities()),
                rows.write(finding.reasons()),
                searchText(number, finding),
                entry.now(),
                number);
    }

    private static Level level(Finding finding) {
        return Level.of(finding.rule().level()).orElse(Level.MEDIUM);
    }

    private static AlertSummary.Rule rule(Finding finding, Level level) {
        Finding.Rule rule = finding.rule();
        return new AlertSummary.Rule(
                rule.id(),
                rule.key(),
                rule.name(),
                rule.kind(),
                rule.title(),
                rule.titleZh(),
                rule.description(),
                rule.descriptionZh(),
                level,
                finding.playbook(),
                rule.version());
    }

    private static String searchText(long number, Finding finding) {
        Finding.Rule rule = finding.rule();
        String text = Stream.of(
                        Stream.of(AlertId.of(number), rule.title(), rule.titleZh(), rule.key(), rule.name()),
                        finding.group().values().stream(),
                        finding.entities().values().stream())
                .flatMap(texts -> texts)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
        return text.substring(0, Math.min(text.length(), MAX_SEARCH_TEXT));
    }
}
