package tw.vigil.alert.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import tw.vigil.alert.alerts.AlertId;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.Transaction;

/// When the finding that opened an alert passed each stage.
@ApplicationScoped
class OpeningTimes {
    /// @param event event time of the newest event that the finding had
    record Times(Instant event, Instant received, Instant evaluated) {}

    private final Database database;

    OpeningTimes(Database database) {
        this.database = database;
    }

    /// Empty when the finding was revised since the alert was opened: its times are then those of the revision.
    Optional<Times> of(String id) {
        return database.call(transaction -> transaction
                .first(
                        """
                        SELECT f.payload->'times'->>'last_event' AS event, f.payload->'times'->>'received' AS received,
                            f.payload->'times'->>'evaluated' AS evaluated, a.created_at AS created
                        FROM alert a JOIN alert_finding l ON l.alert = a.number JOIN finding f USING (finding_id)
                        WHERE a.number = ? ORDER BY l.joined_at LIMIT 1
                        """,
                        row -> new Opened(
                                Instant.parse(row.getString("event")),
                                Instant.parse(row.getString("received")),
                                Instant.parse(row.getString("evaluated")),
                                Transaction.instant(row, "created")),
                        AlertId.number(id).orElse(0))
                .filter(opened -> !opened.evaluated().isAfter(opened.created()))
                .map(opened -> new Times(opened.event(), opened.received(), opened.evaluated())));
    }

    private record Opened(Instant event, Instant received, Instant evaluated, Instant created) {}
}
