package tw.vigil.sigma.correlate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The episodes of a group that were told and may still be revised, by their anchors.
final class ToldEpisodes {

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

    /// Takes out those anchored in the range.
    ///
    /// @return the first of them, null when there is none
    @Nullable
    Told take(long from, long to) {
        int behind = episodes.size();
        while (behind > 0 && episodes.get(behind - 1).anchor() > to) {
            behind--;
        }
        int first = behind;
        while (first > 0 && episodes.get(first - 1).anchor() >= from) {
            first--;
        }
        if (first == behind) {
            return null;
        }
        if (first + 1 == behind) {
            return episodes.remove(first);
        }
        var earliest = episodes.get(first);
        episodes.subList(first, behind).clear();
        return earliest;
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
