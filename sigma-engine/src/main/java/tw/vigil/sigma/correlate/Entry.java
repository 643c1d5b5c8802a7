package tw.vigil.sigma.correlate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// One event in a group's log.
final class Entry {

    /// Nanoseconds since the epoch.
    final long time;

    final String id;
    final int idHash;
    /// Index of the referenced rule that matched.
    final int rule;

    final List<String> values;
    /// The values, of types that measure numbers.
    final List<BigDecimal> numbers;
    /// See [Signal#carried].
    final Map<String, List<String>> carried;

    /// Events between this and the entry before that are counted but no longer kept.
    int skipped;
    /// The same event is in the log already, for another rule.
    boolean repeated;
    /// The condition holds at this event.
    boolean holds;

    Entry(
            long time,
            String id,
            int rule,
            List<String> values,
            List<BigDecimal> numbers,
            Map<String, List<String>> carried) {
        this.time = time;
        this.id = id;
        this.idHash = TextCounts.hash(id);
        this.rule = rule;
        this.values = values;
        this.numbers = numbers;
        this.carried = carried;
    }

    /// Events that it stands for.
    long weight() {
        return repeated ? 0 : 1L + skipped;
    }
}
