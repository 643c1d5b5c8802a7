package tw.vigil.sigma.correlate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tw.vigil.sigma.match.Numbers;

/// Makes entries of signals, and of what was stored of them.
final class Intake {

    /// Beyond this many entries of one group a rule that must keep each of them gives up, loudly.
    static final int MAX_ENTRIES = 20_000;

    /// A number with more digits is rounded to the nearest double: decimal arithmetic with it would cost as much as
    /// its exponent is large.
    private static final int MAX_DIGITS = 400;

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
        return entry(EventTime.of(signal.time()), signal.eventId(), rule, signal.values(), signal.carried());
    }

    Entry entry(long time, String id, int rule, List<String> values, Map<String, List<String>> carried) {
        if (rule < 0 || rule >= spec.rules().size()) {
            throw new IllegalArgumentException("correlation state names rule " + rule + " of "
                    + spec.rules().size());
        }
        if (!spec.type().needsNumbers() || values.isEmpty()) {
            return new Entry(time, id, rule, values, List.of(), carried);
        }
        List<String> texts = new ArrayList<>();
        List<BigDecimal> numbers = new ArrayList<>();
        for (var text : values) {
            var number = Numbers.parse(text);
            if (number != null && Double.isFinite(number.doubleValue())) { // no number, no contribution
                texts.add(text);
                boolean unwieldy = Math.abs((long) number.scale()) > MAX_DIGITS;
                numbers.add(unwieldy ? BigDecimal.valueOf(number.doubleValue()) : number);
            }
        }
        return new Entry(time, id, rule, List.copyOf(texts), List.copyOf(numbers), carried);
    }

    /// Called before an entry is taken, so that a refusal leaves the state as it was.
    static void bound(int entries) {
        if (entries >= MAX_ENTRIES) {
            throw new IllegalStateException("more than " + MAX_ENTRIES + " events of one group within three timespans");
        }
    }
}
