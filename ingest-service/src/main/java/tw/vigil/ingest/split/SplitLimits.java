package tw.vigil.ingest.split;

/// Bounds of one record.
///
/// @param recordBytes largest record that is taken whole
/// @param keptBytes how much of a larger one is kept for quarantine
/// @param depth deepest nesting of objects and arrays
public record SplitLimits(int recordBytes, int keptBytes, int depth) {
    public SplitLimits {
        if (recordBytes < 1 || keptBytes < 0 || depth < 1) {
            throw new IllegalArgumentException("limits of a record are positive");
        }
    }
}
