package tw.vigil.alert.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.Transaction;

/// Counts findings exactly: in the transaction that stored what they did, and as a metric after it.
@ApplicationScoped
public class FindingLedger {
    private static final int SLOTS = 16;

    private final Database database;
    private final MeterRegistry meters;

    FindingLedger(Database database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
        for (FindingResult result : FindingResult.values()) {
            var _ = meters.counter("vigil.findings.received", "result", result.wire());
        }
    }

    /// Counts a finding within a transaction.
    public void count(Transaction transaction, FindingResult result) throws SQLException {
        var _ = transaction.update(
                """
                INSERT INTO finding_ledger VALUES (?, ?, 1)
                ON CONFLICT (result, slot) DO UPDATE SET total = finding_ledger.total + 1
                """, result.wire(), ThreadLocalRandom.current().nextInt(SLOTS));
        transaction.afterCommit(() -> meters.counter("vigil.findings.received", "result", result.wire())
                .increment());
    }

    /// Totals since the database was made; every result is a key.
    public Map<String, Long> totals() {
        var totals = new LinkedHashMap<String, Long>();
        for (FindingResult result : FindingResult.values()) {
            totals.put(result.wire(), 0L);
        }
        database.run(transaction -> transaction
                .rows(
                        "SELECT result, sum(total)::bigint FROM finding_ledger GROUP BY result",
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(entry -> totals.put(entry.getKey(), entry.getValue())));
        return totals;
    }
}
