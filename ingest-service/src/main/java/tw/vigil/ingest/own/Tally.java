package tw.vigil.ingest.own;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.OwnEvent;

/// Occurrences that are told together: one event for those that differ in nothing but time, with their exact count.
/// Where there are too many kinds, the further ones are told without subject and details.
final class Tally {
    private final int mostKinds;
    private final Map<Kind, Seen> seen = new LinkedHashMap<>();

    private record Kind(
            String action,
            String actor,
            String component,
            OwnEvent.Outcome outcome,
            @Nullable String subject,
            @Nullable String reason,
            SortedMap<String, Object> details) {}

    private record Seen(long count, Instant first, Instant last) {
        Seen and(long more, Instant time) {
            return new Seen(count + more, time.isBefore(first) ? time : first, time.isAfter(last) ? time : last);
        }
    }

    Tally(int mostKinds) {
        this.mostKinds = mostKinds;
    }

    synchronized void add(OwnEvent event) {
        var kind = new Kind(
                event.action(),
                event.actor(),
                event.component(),
                event.outcome(),
                event.subject(),
                event.reason(),
                event.details());
        if (seen.size() >= mostKinds && !seen.containsKey(kind)) {
            kind = new Kind(
                    event.action(),
                    event.actor(),
                    event.component(),
                    event.outcome(),
                    null,
                    event.reason(),
                    new TreeMap<>(Map.of("summary", "of several subjects")));
        }
        Seen before = seen.get(kind);
        seen.put(
                kind,
                before == null
                        ? new Seen(event.count(), event.time(), event.time())
                        : before.and(event.count(), event.time()));
    }

    /// The events so far; counting starts anew.
    synchronized List<OwnEvent> take() {
        var events = new ArrayList<OwnEvent>(seen.size());
        seen.forEach((kind, sum) -> {
            var details = new TreeMap<>(kind.details());
            if (sum.count() > 1) {
                details.put("first", sum.first().toString());
            }
            events.add(OwnEvent.of(kind.action(), sum.last(), kind.actor(), kind.component(), kind.outcome(), details)
                    .about(kind.subject())
                    .because(kind.reason())
                    .times(sum.count()));
        });
        seen.clear();
        return events;
    }
}
