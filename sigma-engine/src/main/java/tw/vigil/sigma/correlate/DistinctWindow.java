package tw.vigil.sigma.correlate;

import java.util.HashMap;
import java.util.Map;

/// Different values: a multiset with counts.
final class DistinctWindow extends Window {

    private static final class Count {
        private int events;
    }

    private final Map<String, Count> values = new HashMap<>();

    DistinctWindow(Thresholds thresholds) {
        super(thresholds);
    }

    @Override
    void enter(Entry entry) {
        for (var value : entry.values) {
            var count = values.get(value);
            if (count == null) {
                count = new Count();
                values.put(value, count);
            }
            count.events++;
        }
    }

    @Override
    void leave(Entry entry) {
        for (var value : entry.values) {
            var count = values.get(value);
            if (count != null && --count.events == 0) {
                values.remove(value);
            }
        }
    }

    @Override
    double measure(long from, long to) {
        return values.size();
    }
}
