package tw.vigil.sigma.correlate;

/// Which events a group knows. Temporal types credit one event to each rule that it matched; all others count events.
final class Identities {

    /// Of each rule; of one for all when rules are not told apart.
    private final TextCounts[] known;

    Identities(CorrelationSpec spec) {
        known = new TextCounts[spec.type().isTemporal() ? spec.rules().size() : 1];
        for (int i = 0; i < known.length; i++) {
            known[i] = new TextCounts();
        }
    }

    boolean contains(Entry entry) {
        return of(entry).contains(entry.id, entry.idHash);
    }

    /// Also notes whether another rule was credited with the event before.
    ///
    /// @return false when it is known already
    boolean add(Entry entry) {
        var own = of(entry);
        if (known.length > 1) {
            for (var other : known) {
                entry.repeated |= other != own && other.contains(entry.id, entry.idHash);
            }
        }
        if (own.add(entry.id, entry.idHash) > 1) {
            own.remove(entry.id, entry.idHash);
            return false;
        }
        return true;
    }

    void remove(Entry entry) {
        of(entry).remove(entry.id, entry.idHash);
    }

    private TextCounts of(Entry entry) {
        return known.length == 1 ? known[0] : known[entry.rule];
    }
}
