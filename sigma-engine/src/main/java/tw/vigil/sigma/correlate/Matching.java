package tw.vigil.sigma.correlate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives each of several takers one thing of its own, if that is possible: augmenting paths (Kuhn).
///
/// @param wanted what each taker would take
record Matching(List<List<String>> wanted) {

    boolean isComplete() {
        Map<String, Integer> taken = new HashMap<>();
        for (int taker = 0; taker < wanted.size(); taker++) {
            if (!place(taker, taken, new HashSet<>())) {
                return false;
            }
        }
        return true;
    }

    private boolean place(int taker, Map<String, Integer> taken, Set<String> tried) {
        for (var thing : wanted.get(taker)) {
            if (tried.add(thing)) {
                var owner = taken.get(thing);
                if (owner == null || place(owner, taken, tried)) {
                    taken.put(thing, taker);
                    return true;
                }
            }
        }
        return false;
    }
}
