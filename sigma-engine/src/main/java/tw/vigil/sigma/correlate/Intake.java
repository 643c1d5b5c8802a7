package tw.vigil.sigma.correlate;

import java.util.List;

/// What both kinds of machine do with a signal before they judge.
final class Intake {

    /// Beyond this many entries of one group a rule that must keep each of them gives up, loudly.
    static final int MAX_ENTRIES = 20_000;

    /// An event count keeps this many events of a long episode, or twice its threshold; the rest is only
    /// counted, so that a duplicate of one of those counts again.
    private static final int KEPT_OF_AN_EPISODE = 200;

    private final CorrelationSpec spec;

    Intake(CorrelationSpec spec) {
        this.spec = spec;
    }

    Entry entry(Signal signal) {
        int rule = spec.rules().indexOf(signal.ruleId());
        if (rule < 0) {
            throw new IllegalArgumentException(
                    "rule " + signal.ruleId() + " is not one that this correlation refers to");
        }
        return new Entry(
                EventTime.of(signal.time()), signal.eventId(), rule, usable(signal.values()), 0, signal.carried());
    }

    private List<String> usable(List<String> values) {
        return spec.type().needsNumbers()
                ? values.stream().filter(Intake::isNumber).toList()
                : values;
    }

    private static boolean isNumber(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false; // no number, no contribution
        }
    }

    /// Temporal types credit one event to each rule that it matched; all others count events.
    boolean isDuplicate(GroupState state, Entry entry) {
        boolean perRule = spec.type().isTemporal();
        for (var known : state.entries) {
            if (known.id().equals(entry.id()) && (!perRule || known.rule() == entry.rule())) {
                return true;
            }
        }
        return false;
    }

    /// Keeps the state as small as the rule allows: an event count needs the first and last events only.
    void bound(GroupState state) {
        int kept = Math.max(2 * Math.min(spec.thresholds().needed(), 500_000), KEPT_OF_AN_EPISODE);
        if (spec.type() == CorrelationType.EVENT_COUNT) {
            while (state.entries.size() > kept) {
                int middle = kept / 2;
                var dropped = state.entries.remove(middle);
                state.entries.set(middle, state.entries.get(middle).withSkipped(1 + dropped.skipped()));
            }
        } else if (state.entries.size() > MAX_ENTRIES) {
            throw new IllegalStateException("more than " + MAX_ENTRIES + " events of one group within three timespans");
        }
    }
}
