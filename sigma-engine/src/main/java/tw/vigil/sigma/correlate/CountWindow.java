package tw.vigil.sigma.correlate;

/// Events.
final class CountWindow extends Window {

    CountWindow(Thresholds thresholds) {
        super(thresholds);
    }

    @Override
    boolean looksAtEvents() {
        return false;
    }

    @Override
    double measure(long from, long to, long events) {
        return events;
    }
}
