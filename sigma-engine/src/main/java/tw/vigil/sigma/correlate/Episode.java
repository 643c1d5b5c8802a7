package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.List;

/// A time in which a correlation's condition held without interruption.
///
/// @param windowStart time of the first contributing event when the episode fired; later revisions keep it
/// @param windowEnd time of the last contributing event; of conditions judged at the close, the end of the window
/// @param revision 1 = fired; higher = the same episode with more events
/// @param count contributing events
/// @param eventIds in the order of event time; a long episode keeps its first and last ones
/// @param value what the condition was compared with: the count, the number of distinct values, the sum …
public record Episode(
        Instant windowStart, Instant windowEnd, int revision, long count, List<String> eventIds, double value) {

    public Episode {
        eventIds = List.copyOf(eventIds);
    }

    public Episode(Instant windowStart, Instant windowEnd, int revision, long count, List<String> eventIds) {
        this(windowStart, windowEnd, revision, count, eventIds, (double) count);
    }
}
