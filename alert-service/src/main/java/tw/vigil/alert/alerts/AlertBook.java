package tw.vigil.alert.alerts;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.TimelineEntry.Step;
import tw.vigil.alert.storage.Transaction;
import tw.vigil.event.Finding;

/// Enters findings: opens an alert, joins the open one of the same key, or revises what is there.
///
/// Locks are taken in the order key, finding, alert; the same finding always has the same key, so two
/// instances that get the same finding, or two of one key, wait for each other and never deadlock.
@ApplicationScoped
public class AlertBook {
    private final AlertRows rows;
    private final AlertOpening opening;
    private final Notifying notifying;
    private final Timeline timeline;
    private final FindingLedger ledger;
    private final Clock clock;

    AlertBook(
            AlertRows rows,
            AlertOpening opening,
            Notifying notifying,
            Timeline timeline,
            FindingLedger ledger,
            Clock clock) {
        this.rows = rows;
        this.opening = opening;
        this.notifying = notifying;
        this.timeline = timeline;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Enters a finding.
    ///
    /// @param traceparent of the trace that brought it
    public FindingResult enter(Transaction transaction, Finding finding, @Nullable String traceparent)
            throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String key = DedupeKey.of(finding);
        var _ = transaction.rows("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", _ -> true, key);
        Optional<Stored> stored = transaction.first(
                "SELECT revision, event_count FROM finding WHERE finding_id = ? FOR UPDATE",
                row -> new Stored(row.getInt(1), row.getLong(2)),
                finding.findingId());
        if (stored.isPresent() && stored.get().revision() >= finding.revision()) {
            ledger.count(transaction, FindingResult.DUPLICATE);
            return FindingResult.DUPLICATE;
        }
        store(transaction, finding, now);
        long newEvents =
                Math.max(0, finding.count() - stored.map(Stored::eventCount).orElse(0L));
        FindingResult result = stored.isPresent() ? FindingResult.REVISION : FindingResult.NEW;
        place(transaction, new Entry(finding, key, newEvents, result, traceparent, now));
        ledger.count(transaction, result);
        return result;
    }

    /// Adds an entry of the service itself to an alert's timeline.
    public void note(Transaction transaction, long alert, Step step, String why, Map<String, String> details)
            throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var _ = timeline.add(transaction, alert, now, step, Timeline.VIGIL, why, details);
    }

    private record Stored(int revision, long eventCount) {}

    /// A finding on its way into an alert.
    record Entry(
            Finding finding,
            String key,
            long newEvents,
            FindingResult result,
            @Nullable String traceparent,
            Instant now) {}

    private void store(Transaction transaction, Finding finding, Instant now) throws SQLException {
        String actor = finding.entities().get(DedupeKey.ACTOR);
        var _ = transaction.update(
                """
                INSERT INTO finding (finding_id, revision, event_count, actor, payload, received_at, updated_at)
                VALUES (?, ?, ?, ?, ?::jsonb, ?, ?)
                ON CONFLICT (finding_id) DO UPDATE SET revision = excluded.revision,
                    event_count = excluded.event_count, actor = excluded.actor, payload = excluded.payload,
                    updated_at = excluded.updated_at
                """,
                finding.findingId(),
                finding.revision(),
                finding.count(),
                actor == null ? null : actor.toLowerCase(Locale.ROOT),
                rows.write(finding),
                finding.times().received(),
                now);
    }

    private void place(Transaction transaction, Entry entry) throws SQLException {
        Optional<Long> open = transaction.first(
                "SELECT number FROM alert WHERE dedupe_key = ? AND status <> 'closed' FOR UPDATE",
                row -> row.getLong(1),
                entry.key());
        if (open.isPresent()) {
            join(transaction, entry, open.get());
        } else {
            Alert alert = opening.open(transaction, entry);
            notifying.opened(transaction, alert, entry.now());
        }
    }

    private void join(Transaction transaction, Entry entry, long number) throws SQLException {
        int linked = transaction.update(
                "INSERT INTO alert_finding VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                number,
                entry.finding().findingId(),
                entry.now());
        opening.refresh(transaction, entry, number, linked);
        Step step = linked == 0 ? Step.FINDING_REVISED : Step.FINDING_JOINED;
        Alert alert = timeline.add(
                transaction,
                number,
                entry.now(),
                step,
                Timeline.VIGIL,
                null,
                Map.of(
                        "finding_id", entry.finding().findingId(),
                        "revision", Integer.toString(entry.finding().revision()),
                        "count", Long.toString(entry.finding().count())));
        notifying.joined(transaction, alert, number, entry.now());
    }
}
