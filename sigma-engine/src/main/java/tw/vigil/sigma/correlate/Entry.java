package tw.vigil.sigma.correlate;

import java.util.List;
import java.util.Map;

/// One event in a group's state.
///
/// @param time nanoseconds since the epoch
/// @param rule index of the referenced rule that matched
/// @param skipped events between this and the entry before that are counted but no longer kept
/// @param carried see [Signal#carried]
record Entry(long time, String id, int rule, List<String> values, int skipped, Map<String, List<String>> carried) {

    Entry withSkipped(int more) {
        return new Entry(time, id, rule, values, skipped + more, carried);
    }
}
