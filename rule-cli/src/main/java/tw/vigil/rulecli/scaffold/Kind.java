package tw.vigil.rulecli.scaffold;

/// What a new rule shall be.
public enum Kind {
    /// One event is enough.
    detection,
    /// So many events of one actor within a time.
    event_count,
    /// So many different values within a time.
    value_count,
    /// Two things within a time, in any order.
    temporal,
    /// First this, then that, within a time.
    temporal_ordered;

    boolean isCorrelation() {
        return this != detection;
    }

    boolean needsTwoDetections() {
        return this == temporal || this == temporal_ordered;
    }
}
