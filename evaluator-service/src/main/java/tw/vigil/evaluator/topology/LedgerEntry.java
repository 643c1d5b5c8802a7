package tw.vigil.evaluator.topology;

/// What became of the events of one source in one partition, kept in the transaction that also holds the findings:
/// exact whatever is killed.
///
/// @param evaluated events that met the rules
/// @param duplicates events that had been evaluated before
/// @param unreadable records sent to quarantine
/// @param findings findings of rules on single events
/// @param newestEvent the newest event time, never later than its reception; milliseconds since 1970
/// @param newestReceived the newest reception time, milliseconds since 1970
public record LedgerEntry(
        long evaluated, long duplicates, long unreadable, long findings, long newestEvent, long newestReceived) {

    static final LedgerEntry EMPTY = new LedgerEntry(0, 0, 0, 0, 0, 0);

    private static final int VERSION = 1;

    /// Both entries as one.
    public LedgerEntry plus(LedgerEntry other) {
        return new LedgerEntry(
                evaluated + other.evaluated,
                duplicates + other.duplicates,
                unreadable + other.unreadable,
                findings + other.findings,
                Math.max(newestEvent, other.newestEvent),
                Math.max(newestReceived, other.newestReceived));
    }

    byte[] toBytes() {
        return new FieldWriter(VERSION)
                .number(evaluated)
                .number(duplicates)
                .number(unreadable)
                .number(findings)
                .number(newestEvent)
                .number(newestReceived)
                .toBytes();
    }

    /// Reads a value of the ledger stores.
    public static LedgerEntry from(byte[] bytes) {
        var reader = new FieldReader(bytes, VERSION);
        return new LedgerEntry(
                reader.number(), reader.number(), reader.number(), reader.number(), reader.number(), reader.number());
    }
}
