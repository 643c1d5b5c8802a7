package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A time in which a correlation's condition held without interruption. Of a baseline: one new value. Of an
/// expectation: one time in which what was expected did not happen.
///
/// @param windowStart time of the first contributing event when the episode fired; later revisions keep it
/// @param windowEnd time of the last contributing event; of conditions judged at the close, the end of the window
/// @param revision 1 = fired; higher = the same episode with more events, or a later warning
/// @param count contributing events
/// @param eventIds in the order of event time; a long episode keeps its first and last ones
/// @param value what the condition was compared with: the count, the number of distinct values, the sum …; of
///        an expectation the seconds left until its deadline, 0 = it has passed
/// @param added names and values that tell this episode from others of the same group and start: a baseline's
///        new value; else empty
/// @param carried fields of the event that completed the window, for correlations of this correlation
public record Episode(
        Instant windowStart,
        Instant windowEnd,
        int revision,
        long count,
        List<String> eventIds,
        double value,
        SortedMap<String, String> added,
        Map<String, List<String>> carried) {

    /// Identities that an episode names at most: the first and the last ones.
    static final int KEPT_IDS = 100;

    public Episode {
        eventIds = List.copyOf(eventIds);
        added = added.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(added));
    }

    public Episode(
            Instant windowStart, Instant windowEnd, int revision, long count, List<String> eventIds, double value) {
        this(windowStart, windowEnd, revision, count, eventIds, value, Collections.emptySortedMap(), Map.of());
    }

    public Episode(Instant windowStart, Instant windowEnd, int revision, long count, List<String> eventIds) {
        this(windowStart, windowEnd, revision, count, eventIds, (double) count);
    }
}
