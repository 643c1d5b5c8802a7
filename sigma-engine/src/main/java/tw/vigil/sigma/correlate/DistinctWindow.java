package tw.vigil.sigma.correlate;

/// Different values: a multiset with counts.
final class DistinctWindow extends Window {

    private final TextCounts values = new TextCounts();

    DistinctWindow(Thresholds thresholds) {
        super(thresholds);
    }

    @Override
    void enter(Entry entry) {
        for (int i = 0; i < entry.values.size(); i++) {
            var value = entry.values.get(i);
            values.add(value, TextCounts.hash(value));
        }
    }

    @Override
    void leave(Entry entry) {
        for (int i = 0; i < entry.values.size(); i++) {
            var value = entry.values.get(i);
            values.remove(value, TextCounts.hash(value));
        }
    }

    @Override
    double measure(long from, long to, long events) {
        return values.distinct();
    }
}
