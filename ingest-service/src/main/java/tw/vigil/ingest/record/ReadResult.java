package tw.vigil.ingest.record;

/// What came of reading one record.
public sealed interface ReadResult {
    record Read(JsonRecord record) implements ReadResult {}

    /// @param reason stable code
    /// @param detail what is wrong, where and what is accepted; holds nothing out of the record
    record Malformed(String reason, String detail) implements ReadResult {}
}
