package tw.vigil.sigma.correlate;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A group of a [BaselineMachine].
final class BaselineState implements LiveState {

    /// Separates the fields of one value; JSON text cannot hold it unescaped.
    private static final String FIELDS = "\u0000";

    private static final int VERSION = 1;

    private final BaselineMachine machine;
    private final long learn;
    private final long forget;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    /// Value → when it was last seen.
    private final Map<String, Long> values = new HashMap<>();
    /// No value was last seen before this.
    private long oldest = Long.MAX_VALUE;

    private boolean changed = true;

    BaselineState(BaselineMachine machine) {
        this.machine = machine;
        this.learn = EventTime.of(machine.learn());
        this.forget = EventTime.of(machine.forget());
    }

    static BaselineState of(BaselineMachine machine, byte[] bytes) {
        var in = new StateCodec.Input(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("baseline state of version " + version + "; this reads " + VERSION);
        }
        var state = new BaselineState(machine);
        state.first = in.number();
        state.last = in.number();
        for (long left = in.number(); left > 0; left--) {
            state.know(in.text(), in.number());
        }
        state.changed = false;
        return state;
    }

    @Override
    public Step accept(Signal signal, Instant watermark) {
        long now = EventTime.of(watermark);
        long time = EventTime.of(signal.time());
        if (time < now - forget) {
            return Step.LATE;
        }
        forgetOld(now);
        bound(signal.values());
        changed = true;
        first = Math.min(first, time);
        last = Math.max(last, time);
        List<Episode> episodes = new ArrayList<>(0);
        for (var value : signal.values()) {
            Long seen = values.get(value);
            boolean unknown = seen == null || seen < time - forget;
            if (unknown && time - first >= learn) {
                episodes.add(episode(signal, value));
            }
            know(value, time);
        }
        return Step.telling(episodes);
    }

    private void know(String value, long time) {
        values.merge(value, time, Math::max);
        oldest = Math.min(oldest, time);
    }

    private void bound(List<String> more) {
        if (values.size() + more.size() <= BaselineMachine.MAX_VALUES) {
            return;
        }
        long unknown = more.stream()
                .distinct()
                .filter(value -> !values.containsKey(value))
                .count();
        if (values.size() + unknown > BaselineMachine.MAX_VALUES) {
            throw new IllegalStateException(
                    "more than " + BaselineMachine.MAX_VALUES + " values of " + machine.fields() + " in one group");
        }
    }

    @Override
    public Step advance(Instant watermark) {
        long now = EventTime.of(watermark);
        forgetOld(now);
        if (last < now - 2 * forget && first != Long.MAX_VALUE) {
            first = Long.MAX_VALUE;
            last = Long.MIN_VALUE;
            changed = true;
        }
        return Step.NOTHING;
    }

    @Override
    public boolean isEmpty() {
        return first == Long.MAX_VALUE;
    }

    @Override
    public @Nullable Instant wakeAt() {
        return isEmpty() ? null : EventTime.instant(last + 2 * forget).plusMillis(1);
    }

    @Override
    public boolean isChanged() {
        return changed;
    }

    @Override
    public byte[] encode() {
        changed = false;
        var out = new ByteArrayOutputStream(16 + values.size() * 24);
        out.write(VERSION);
        StateCodec.number(out, first);
        StateCodec.number(out, last);
        StateCodec.number(out, values.size());
        // in order, so that the same knowledge is the same bytes
        new TreeMap<>(values).forEach((value, seen) -> {
            StateCodec.text(out, value);
            StateCodec.number(out, seen);
        });
        return out.toByteArray();
    }

    private Episode episode(Signal signal, String value) {
        SortedMap<String, String> added = new TreeMap<>();
        var parts = value.split(FIELDS, -1);
        for (int i = 0; i < machine.fields().size() && i < parts.length; i++) {
            added.put(machine.fields().get(i), parts[i]);
        }
        return new Episode(
                signal.time(), signal.time(), 1, 1, List.of(signal.eventId()), values.size(), added, signal.carried());
    }

    private void forgetOld(long now) {
        long useless = now - 2 * forget;
        if (oldest < useless) {
            changed |= values.values().removeIf(seen -> seen < useless);
            oldest = values.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        }
    }
}
