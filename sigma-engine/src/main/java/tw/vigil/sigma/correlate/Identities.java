package tw.vigil.sigma.correlate;

import java.util.HashSet;
import java.util.Set;

/// Which events a group knows. Temporal types credit one event to each rule that it matched; all others count events.
final class Identities {

    private record Credit(String id, int rule) {}

    private final Set<Object> known = new HashSet<>();
    private final int rules;
    private final boolean perRule;

    Identities(CorrelationSpec spec) {
        this.rules = spec.rules().size();
        this.perRule = spec.type().isTemporal();
    }

    boolean contains(Entry entry) {
        return known.contains(key(entry));
    }

    /// Also notes whether another rule was credited with the event before.
    void add(Entry entry) {
        if (perRule) {
            for (int rule = 0; rule < rules && !entry.repeated; rule++) {
                entry.repeated = rule != entry.rule && known.contains(new Credit(entry.id, rule));
            }
        }
        known.add(key(entry));
    }

    void remove(Entry entry) {
        known.remove(key(entry));
    }

    private Object key(Entry entry) {
        return perRule ? new Credit(entry.id, entry.rule) : entry.id;
    }
}
