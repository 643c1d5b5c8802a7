package tw.vigil.sigma.correlate;

/// Events.
final class CountWindow extends Window {

    private long count;

    CountWindow(Thresholds thresholds) {
        super(thresholds);
    }

    @Override
    void enter(Entry entry) {
        count += entry.weight();
    }

    @Override
    void leave(Entry entry) {
        count -= entry.weight();
    }

    @Override
    double measure(long from, long to) {
        return count;
    }
}
