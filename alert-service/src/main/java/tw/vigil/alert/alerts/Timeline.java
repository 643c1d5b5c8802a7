package tw.vigil.alert.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.TimelineEntry.Step;
import tw.vigil.alert.storage.Transaction;

/// Writes the steps of alerts: the entry, its copy for `vigil.alerts`, and after the commit the metric and
/// the listeners.
@ApplicationScoped
class Timeline {
    /// Who, for what the service did itself.
    static final String VIGIL = "vigil";

    /// Steps that say how notifying went; a SIEM asks only for the alert's own life.
    private static final Set<Step> INTERNAL = Set.of(Step.NOTIFIED);

    private final AlertRows rows;
    private final Outgoing outgoing;
    private final ChangeFeed changes;
    private final MeterRegistry meters;

    Timeline(AlertRows rows, Outgoing outgoing, ChangeFeed changes, MeterRegistry meters) {
        this.rows = rows;
        this.outgoing = outgoing;
        this.changes = changes;
        this.meters = meters;
        for (Step step : Step.values()) {
            var _ = meters.counter("vigil.alert.steps", "step", step.wire());
        }
    }

    /// Adds a step to an alert whose row already shows what the step did; the alert as it now is.
    Alert add(
            Transaction transaction,
            long number,
            Instant at,
            Step step,
            String who,
            @Nullable String why,
            Map<String, String> details)
            throws SQLException {
        var sorted = new TreeMap<>(details);
        long entryNumber = transaction
                .rows("""
                        INSERT INTO timeline_entry (alert, at, step, who, why, details)
                        VALUES (?, ?, ?, ?, ?, ?::jsonb) RETURNING number
                        """, row -> row.getLong(1), number, at, step.wire(), who, why, rows.write(sorted))
                .getFirst();
        Alert alert = rows.alert(transaction, number).orElseThrow();
        if (!INTERNAL.contains(step)) {
            outgoing.step(transaction, alert, new TimelineEntry(entryNumber, at, step, who, why, sorted));
        }
        transaction.afterCommit(() -> {
            meters.counter("vigil.alert.steps", "step", step.wire()).increment();
            changes.changed(entryNumber, AlertId.of(number));
        });
        return alert;
    }
}
