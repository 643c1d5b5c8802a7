package tw.vigil.sigma.correlate;

/// What the events of a sliding window measure, kept up as events enter and leave it in any order.
abstract sealed class Window permits CountWindow, DistinctWindow, SumWindow, RankWindow, RulesWindow, OrderedWindow {

    static Window of(CorrelationSpec spec, EventLog log) {
        return switch (spec.type()) {
            case EVENT_COUNT -> new CountWindow(spec.thresholds());
            case VALUE_COUNT -> new DistinctWindow(spec.thresholds());
            case VALUE_SUM, VALUE_AVG -> new SumWindow(spec);
            case VALUE_PERCENTILE, VALUE_MEDIAN -> new RankWindow(spec);
            case TEMPORAL -> new RulesWindow(spec);
            case TEMPORAL_ORDERED -> new OrderedWindow(spec, log);
        };
    }

    private final Thresholds thresholds;

    Window(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /// Whether [#enter] and [#leave] do anything.
    boolean looksAtEvents() {
        return true;
    }

    void enter(Entry entry) {}

    void leave(Entry entry) {}

    /// An event came into the log, be it in the window or not.
    void learn(Entry entry) {}

    /// The oldest event left the log.
    void forget(Entry entry) {}

    /// NaN when there is nothing to measure.
    ///
    /// @param from,to first and last time of the window
    /// @param events in the window
    abstract double measure(long from, long to, long events);

    boolean satisfies(long from, long to, long events) {
        double measured = measure(from, to, events);
        return !Double.isNaN(measured) && thresholds.hold(measured);
    }
}
