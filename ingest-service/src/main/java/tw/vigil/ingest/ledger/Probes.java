package tw.vigil.ingest.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What the ledger holds of control messages. They reach no topic, so this process counts them, and those since the
/// last
/// flush are lost when it is killed. Used by one thread.
final class Probes {
    private final String place = "probes-" + UUID.randomUUID();
    private final Map<String, Account> accounts;
    private final Map<String, Long> told = new HashMap<>();
    private final Map<LedgerEntry, HourCounts> counts = new HashMap<>();
    private final Set<LedgerEntry> changed = new HashSet<>();

    /// @param accounts of this process, by source id
    Probes(Map<String, Account> accounts) {
        this.accounts = accounts;
    }

    /// The entries that changed since they were last committed.
    Map<LedgerEntry, HourCounts> changed(Instant now) {
        accounts.forEach((source, account) -> {
            long all = account.control();
            long fresh = all - told.getOrDefault(source, 0L);
            if (fresh > 0) {
                told.put(source, all);
                add(new LedgerEntry(source, now.truncatedTo(ChronoUnit.HOURS), place), fresh, now);
                add(new LedgerEntry(source, null, place), fresh, now);
            }
        });
        var entries = new HashMap<LedgerEntry, HourCounts>();
        changed.forEach(entry -> entries.put(entry, counts.getOrDefault(entry, new HourCounts())));
        return entries;
    }

    void committed() {
        changed.clear();
    }

    private void add(LedgerEntry entry, long probes, Instant now) {
        counts.computeIfAbsent(entry, _ -> new HourCounts()).control(probes, now.toEpochMilli());
        changed.add(entry);
    }
}
