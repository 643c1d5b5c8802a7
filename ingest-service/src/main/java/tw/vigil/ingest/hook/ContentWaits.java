package tw.vigil.ingest.hook;

/// CDI event: the vendor says that there is content to fetch for a source. Whoever fetches it may do so at once;
/// nothing
/// is lost when nobody does before the next time that it is due.
public record ContentWaits(String sourceId) {}
