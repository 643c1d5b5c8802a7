package tw.vigil.sigma.correlate;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells values that a group never showed before. A group learns in silence for `learn` from its first event on;
/// afterwards each value that it does not know is one episode, and known from then on. A value not seen for
/// `forget` is unknown again. A group that shows nothing for twice `forget` is itself forgotten, and learns anew
/// when it comes back.
///
/// The identity of an event plays no part: an event that comes again shows nothing new.
public final class BaselineMachine implements CorrelationMachine {

    /// Values known of one group; beyond it the rule gives up, loudly: it watches a field that is no set.
    public static final int MAX_VALUES = 10_000;

    /// Separates the fields of one value; JSON text cannot hold it unescaped.
    private static final String FIELDS = "\u0000";

    private static final int VERSION = 1;

    private final List<String> fields;
    private final Duration forgetAfter;
    private final long learn;
    private final long forget;

    /// @param fields names of what is watched, in the order in which signals hold their values
    public BaselineMachine(List<String> fields, Duration learn, Duration forget) {
        this.fields = List.copyOf(fields);
        this.forgetAfter = forget;
        this.learn = EventTime.of(learn);
        this.forget = EventTime.of(forget);
    }

    private static final class Known {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        /// Value → when it was last seen.
        private final Map<String, Long> values = new HashMap<>();
    }

    /// What a late event is measured by: it is `forget`, so that an event is never too old to be known.
    @Override
    public Duration timespan() {
        return forgetAfter;
    }

    @Override
    public Step accept(byte @Nullable [] bytes, Signal signal, Instant watermark) {
        long now = EventTime.of(watermark);
        long time = EventTime.of(signal.time());
        if (time < now - forget) {
            return new Step(bytes, List.of(), bytes == null ? null : wakeAt(decode(bytes)), true, false);
        }
        var known = bytes == null ? new Known() : decode(bytes);
        known.first = Math.min(known.first, time);
        known.last = Math.max(known.last, time);
        List<Episode> episodes = new ArrayList<>();
        for (var value : signal.values()) {
            Long seen = known.values.get(value);
            boolean unknown = seen == null || seen < time - forget;
            if (unknown && time - known.first >= learn) {
                episodes.add(episode(signal, value, known));
            }
            known.values.merge(value, time, Math::max);
        }
        forgetOld(known, now);
        if (known.values.size() > MAX_VALUES) {
            throw new IllegalStateException("more than " + MAX_VALUES + " values of " + fields + " in one group");
        }
        return new Step(encode(known), episodes, wakeAt(known), false, false);
    }

    @Override
    public Step advance(byte[] bytes, Instant watermark) {
        long now = EventTime.of(watermark);
        var known = decode(bytes);
        forgetOld(known, now);
        boolean gone = known.last < now - 2 * forget;
        return new Step(gone ? null : encode(known), List.of(), gone ? null : wakeAt(known), false, false);
    }

    private Episode episode(Signal signal, String value, Known known) {
        SortedMap<String, String> added = new TreeMap<>();
        var parts = value.split(FIELDS, -1);
        for (int i = 0; i < fields.size() && i < parts.length; i++) {
            added.put(fields.get(i), parts[i]);
        }
        return new Episode(
                signal.time(),
                signal.time(),
                1,
                1,
                List.of(signal.eventId()),
                known.values.size(),
                added,
                signal.carried());
    }

    private void forgetOld(Known known, long now) {
        known.values.values().removeIf(seen -> seen < now - 2 * forget);
    }

    private Instant wakeAt(Known known) {
        return EventTime.instant(known.last + 2 * forget).plusMillis(1);
    }

    private static byte[] encode(Known known) {
        var out = new ByteArrayOutputStream(16 + known.values.size() * 24);
        out.write(VERSION);
        StateCodec.number(out, known.first);
        StateCodec.number(out, known.last);
        StateCodec.number(out, known.values.size());
        // in order, so that the same knowledge is the same bytes
        new TreeMap<>(known.values).forEach((value, seen) -> {
            StateCodec.text(out, value);
            StateCodec.number(out, seen);
        });
        return out.toByteArray();
    }

    private static Known decode(byte[] bytes) {
        var in = new StateCodec.Input(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("baseline state of version " + version + "; this reads " + VERSION);
        }
        var known = new Known();
        known.first = in.number();
        known.last = in.number();
        for (long left = in.number(); left > 0; left--) {
            known.values.put(in.text(), in.number());
        }
        return known;
    }

    @Override
    public String toString() {
        return "baseline of " + Collections.unmodifiableList(fields);
    }
}
