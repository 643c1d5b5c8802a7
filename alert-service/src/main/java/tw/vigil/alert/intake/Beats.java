package tw.vigil.alert.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import tw.vigil.event.Heartbeat;

/// Which beats of which instance have come, and which did not. What was before its own start it does not know.
/// Thread-safe.
final class Beats {
    /// A beat that so many later ones have overtaken is lost: partitions of events are read at different speeds.
    private static final int PATIENCE = 5;

    /// Beats missing in a row that are counted; behind it nobody needs the number.
    private static final int LONGEST_GAP = 60;

    private final Map<String, Instance> instances = new HashMap<>();

    private static final class Instance {
        private Instant newest = Instant.MIN;
        private final TreeSet<Instant> awaited = new TreeSet<>();
    }

    /// Takes a beat; how many are given up by that.
    synchronized int take(Heartbeat beat) {
        Duration every = Duration.ofSeconds(beat.everySeconds());
        Instant interval = beat.interval();
        Instance instance = instances.computeIfAbsent(beat.instance(), _ -> new Instance());
        if (instance.newest.equals(Instant.MIN)) {
            instance.newest = interval;
        }
        instance.awaited.remove(interval);
        Instant missing = interval.minus(every);
        for (int i = 0; i < LONGEST_GAP && missing.isAfter(instance.newest) && missing.isAfter(beat.since()); i++) {
            instance.awaited.add(missing);
            missing = missing.minus(every);
        }
        if (interval.isAfter(instance.newest)) {
            instance.newest = interval;
        }
        var lost = instance.awaited.headSet(instance.newest.minus(every.multipliedBy(PATIENCE)), true);
        int count = lost.size();
        lost.clear();
        return count;
    }
}
