package tw.vigil.sigma.correlate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The episodes of a group that were told and may still be revised, by their anchors.
final class ToldEpisodes {

    private static final List<Told> NONE = List.of();

    private final List<Told> episodes = new ArrayList<>(2);

    boolean isEmpty() {
        return episodes.isEmpty();
    }

    List<Told> all() {
        return episodes;
    }

    void addAll(Collection<Told> others) {
        episodes.addAll(others);
        episodes.sort(Comparator.comparingLong(Told::anchor));
    }

    void add(Told episode) {
        int at = episodes.size();
        while (at > 0 && episodes.get(at - 1).anchor() > episode.anchor()) {
            at--;
        }
        episodes.add(at, episode);
    }

    /// What was told of a run already: those anchored in the range, and, where `covering`, those that began before its
    /// end and went on after it.
    ///
    /// @return by their anchors; taken out
    List<Told> take(long from, long to, boolean covering) {
        List<Told> taken = NONE;
        for (int i = episodes.size() - 1; i >= 0; i--) {
            var episode = episodes.get(i);
            boolean concerned = episode.anchor() > to ? covering && episode.start() <= to : episode.anchor() >= from;
            if (concerned) {
                taken = taken.isEmpty() ? new ArrayList<>(2) : taken;
                taken.addFirst(episodes.remove(i));
            }
        }
        return taken;
    }

    /// Findings are known by their start. A sum or an average can begin to hold twice while the same event opens its
    /// window; the later episode starts nanoseconds after the other.
    long unused(long start) {
        long free = start;
        for (int i = 0; i < episodes.size(); i++) {
            if (episodes.get(i).start() == free) {
                free++;
                i = -1;
            }
        }
        return free;
    }

    long lastAnchor() {
        return episodes.getLast().anchor();
    }

    /// @return whether there were any
    boolean forgetBefore(long time) {
        int old = 0;
        while (old < episodes.size() && episodes.get(old).anchor() < time) {
            old++;
        }
        if (old > 0) {
            episodes.subList(0, old).clear();
        }
        return old > 0;
    }
}
