package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.topology.GroupState.Timer;

/// The groups of all correlations in one task, with their timers, their events, and how many each rule has.
final class GroupTable {
    private final KeyValueStore<Bytes, byte[]> groups;
    private final EventCopies copies;
    private final Timers timers;
    private final Ledger counts;
    /// The group that was last looked for in vain, or forgotten: what is saved next under this key is new.
    private @Nullable String absent;

    GroupTable(ProcessorContext<String, Outgoing> context) {
        groups = context.getStateStore(DetectionTopology.GROUPS);
        copies = new EventCopies(context.getStateStore(DetectionTopology.COPIES));
        timers = new Timers(context.getStateStore(DetectionTopology.TIMERS));
        counts = new Ledger(context.getStateStore(DetectionTopology.GROUP_COUNTS));
        if (counts.isEmpty()) {
            // of a version that did not count; else there are no groups and nothing to read
            try (var all = groups.all()) {
                all.forEachRemaining(row -> count(GroupState.from(row.value), 1));
            }
        }
    }

    EventCopies copies() {
        return copies;
    }

    Timers timers() {
        return timers;
    }

    /// How many groups of a rule there are.
    long of(String ruleId) {
        return counts.of(ruleId).evaluated();
    }

    @Nullable
    GroupState find(String group) {
        byte[] stored = groups.get(key(group));
        if (stored == null) {
            absent = group;
            return null;
        }
        return GroupState.from(stored);
    }

    /// Keeps a group, which must have been looked for before, and waits until its clock has come to where its machine
    /// has something to do.
    void save(String group, GroupState state, SourceClocks clocks) {
        String source = clocks.slowest(state.sources());
        long at = state.pending() != null ? Long.MIN_VALUE + 1 : state.wakeAt();
        Timer timer = state.timer();
        // a timer that comes too early only looks again: so one write per window, not one per signal
        if (at != GroupState.NEVER && (timer == null || at < timer.at())) {
            if (timer != null) {
                timers.clear(timer, group);
            }
            timer = new Timer(source, at);
            timers.set(timer, group);
        }
        if (group.equals(absent)) {
            absent = null;
            count(state, 1);
        }
        replace(group, state.withTimer(timer));
    }

    /// Puts another state of a group that is there.
    void replace(String group, GroupState state) {
        groups.put(key(group), state.toBytes());
    }

    void forget(String group, GroupState state) {
        if (state.timer() != null) {
            timers.clear(state.timer(), group);
        }
        copies.removeAll(group);
        if (!group.equals(absent)) {
            groups.delete(key(group));
            absent = group;
            count(state, -1);
        }
    }

    private void count(GroupState state, long change) {
        counts.add(state.correlationId(), new LedgerEntry(change, 0, 0, 0, 0, 0));
    }

    private static Bytes key(String group) {
        return Bytes.wrap(group.getBytes(StandardCharsets.UTF_8));
    }
}
