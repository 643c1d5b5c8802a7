package tw.vigil.sigma.correlate;

/// Percentile and median: linear interpolation between the two nearest ranks.
final class RankWindow extends Window {

    private static final double MEDIAN = 50;

    private final double share;
    private final SortedNumbers numbers = new SortedNumbers();

    RankWindow(CorrelationSpec spec) {
        super(spec.thresholds());
        this.share = spec.type() == CorrelationType.VALUE_MEDIAN ? MEDIAN : spec.percentile();
    }

    @Override
    void enter(Entry entry) {
        entry.numbers.forEach(number -> numbers.add(number.doubleValue()));
    }

    @Override
    void leave(Entry entry) {
        entry.numbers.forEach(number -> numbers.remove(number.doubleValue()));
    }

    @Override
    double measure(long from, long to, long events) {
        if (numbers.size() == 0) {
            return Double.NaN;
        }
        double rank = share / 100 * (numbers.size() - 1);
        int below = (int) Math.floor(rank);
        double low = numbers.at(below);
        double high = numbers.at(Math.min(below + 1, numbers.size() - 1));
        return low + (rank - below) * (high - low);
    }
}
