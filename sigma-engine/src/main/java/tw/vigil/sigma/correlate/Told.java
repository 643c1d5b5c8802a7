package tw.vigil.sigma.correlate;

/// An episode that was told.
///
/// @param start of its first window
/// @param anchor time of its last event, by which it is found again
record Told(long start, long anchor, int revision, long count) {}
