package tw.vigil.sigma.correlate;

import java.math.BigDecimal;
import java.math.MathContext;

/// Sum and average. Added in decimal, as events write their numbers, so nothing is lost when numbers leave again and
/// 0.7 + 0.1 is 0.8; rounded to a double once, when measured. An average is exact to 34 digits before that.
final class SumWindow extends Window {

    private final boolean average;
    private BigDecimal sum = BigDecimal.ZERO;
    private long count;

    SumWindow(CorrelationSpec spec) {
        super(spec.thresholds());
        this.average = spec.type() == CorrelationType.VALUE_AVG;
    }

    @Override
    void enter(Entry entry) {
        for (var number : entry.numbers) {
            sum = sum.add(number);
            count++;
        }
    }

    @Override
    void leave(Entry entry) {
        for (var number : entry.numbers) {
            count--;
            sum = count == 0 ? BigDecimal.ZERO : sum.subtract(number);
        }
    }

    @Override
    double measure(long from, long to, long events) {
        if (!average) {
            return sum.doubleValue();
        }
        return count == 0
                ? Double.NaN
                : sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }
}
