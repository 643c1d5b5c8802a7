package tw.vigil.ingest.intake;

/// What the transport knows of the form of a body.
public enum Format {
    /// Nothing: it is told from the bytes.
    ANY,
    /// One record on each line.
    LINES,
    /// CloudEvents in structured mode, one or a batch: the record is in `data`.
    CLOUD_EVENTS
}
