package tw.vigil.rulecli.scaffold;

/// What a new rule shall be.
public enum Kind {
    /// One event is enough.
    detection,
    /// So many events of one actor within a time.
    event_count,
    /// So many different values within a time.
    value_count,
    /// Numbers of one actor that add up to much within a time.
    value_sum,
    /// The mean of numbers within a time.
    value_avg,
    /// The middle one of numbers within a time.
    value_median,
    /// The number below which so many percent of them lie.
    value_percentile,
    /// Two things within a time, in any order.
    temporal,
    /// First this, then that, within a time.
    temporal_ordered,
    /// The first thing within a time without the second: judged when the time is over.
    absence,
    /// Something that must happen again and again, and did not.
    expectation,
    /// Something that an actor does for the first time.
    baseline,
    /// A detection, and beside it the events that do not count for it.
    filter;

    boolean isDetection() {
        return this == detection || this == filter;
    }

    boolean needsTwoDetections() {
        return this == temporal || this == temporal_ordered || this == absence;
    }

    boolean needsNumbers() {
        return this == value_sum || this == value_avg || this == value_median || this == value_percentile;
    }
}
