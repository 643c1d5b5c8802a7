package tw.vigil.evaluator.topology;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.UtcTime;
import tw.vigil.sigma.correlate.Episode;

/// What the correlate stage keeps of one group of one correlation.
///
/// @param correlationId id of the correlation rule
/// @param ruleVersion hash of the rule's text; the state of another version is dropped, it may mean something else
/// @param group group-by fields and their values
/// @param sources the sources that ever signalled; the slowest of them is the group's clock
/// @param machine the state of the correlation's own machine
/// @param wakeAt the watermark at which the machine has something to do, or [#NEVER]
/// @param timer the entry of this group among the timers, or null
/// @param pending a revision that has not been sent yet
/// @param copies how many event copies are kept, an upper bound
@SuppressWarnings("ArrayRecordComponent") // goes straight to a store; nobody compares states
record GroupState(
        String correlationId,
        String ruleVersion,
        SortedMap<String, String> group,
        List<String> sources,
        byte @Nullable [] machine,
        long wakeAt,
        @Nullable Timer timer,
        @Nullable Episode pending,
        long copies) {

    static final long NEVER = Long.MAX_VALUE;

    private static final int VERSION = 2;

    /// A pending revision of the count alone.
    private static final int PENDING_COUNT = 1;

    /// @param source whose watermark is waited for
    /// @param at the watermark in milliseconds since 1970
    record Timer(String source, long at) {}

    GroupState {
        sources = List.copyOf(sources);
    }

    static GroupState fresh(String correlationId, String ruleVersion, SortedMap<String, String> group) {
        return new GroupState(correlationId, ruleVersion, group, List.of(), null, NEVER, null, null, 0);
    }

    GroupState withSources(Collection<String> more) {
        if (sources.containsAll(more)) {
            return this;
        }
        var all = new LinkedHashSet<>(sources);
        all.addAll(more);
        return withSources(List.copyOf(all));
    }

    private GroupState withSources(List<String> all) {
        return new GroupState(correlationId, ruleVersion, group, all, machine, wakeAt, timer, pending, copies);
    }

    GroupState withMachine(byte[] state, long wakeTime) {
        return new GroupState(correlationId, ruleVersion, group, sources, state, wakeTime, timer, pending, copies);
    }

    /// The same state under another text of its rule.
    GroupState withRuleVersion(String version) {
        return new GroupState(correlationId, version, group, sources, machine, wakeAt, timer, pending, copies);
    }

    GroupState withTimer(@Nullable Timer next) {
        return new GroupState(correlationId, ruleVersion, group, sources, machine, wakeAt, next, pending, copies);
    }

    GroupState withPending(@Nullable Episode episode) {
        return new GroupState(correlationId, ruleVersion, group, sources, machine, wakeAt, timer, episode, copies);
    }

    GroupState withCopies(long kept) {
        return new GroupState(correlationId, ruleVersion, group, sources, machine, wakeAt, timer, pending, kept);
    }

    byte[] toBytes() {
        var writer = new FieldWriter(VERSION)
                .text(correlationId)
                .text(ruleVersion)
                .map(group)
                .texts(sources)
                .bytes(machine)
                .number(wakeAt)
                .number(copies)
                .text(timer == null ? null : timer.source())
                .number(timer == null ? NEVER : timer.at())
                .number(pending == null ? 0 : 1);
        if (pending != null) {
            writer.text(pending.windowStart().toString())
                    .text(pending.windowEnd().toString())
                    .number(pending.revision())
                    .number(pending.count())
                    .texts(pending.eventIds())
                    .number(Double.doubleToLongBits(pending.value()))
                    .map(pending.added());
        }
        return writer.toBytes();
    }

    static GroupState from(byte[] bytes) {
        var reader = new FieldReader(bytes, PENDING_COUNT, VERSION);
        String correlationId = reader.text();
        String ruleVersion = reader.text();
        SortedMap<String, String> group = reader.map();
        List<String> sources = reader.texts();
        byte[] machine = reader.optionalBytes();
        long wakeAt = reader.number();
        long copies = reader.number();
        String timerSource = reader.optionalText();
        long timerAt = reader.number();
        Episode pending = reader.number() == 0 ? null : pending(reader);
        Timer timer = timerSource == null ? null : new Timer(timerSource, timerAt);
        return new GroupState(correlationId, ruleVersion, group, sources, machine, wakeAt, timer, pending, copies);
    }

    private static Episode pending(FieldReader reader) {
        Instant start = UtcTime.parse(reader.text());
        Instant end = UtcTime.parse(reader.text());
        int revision = (int) reader.number();
        long count = reader.number();
        List<String> ids = reader.texts();
        if (reader.version() == PENDING_COUNT) {
            return new Episode(start, end, revision, count, ids);
        }
        double value = Double.longBitsToDouble(reader.number());
        return new Episode(start, end, revision, count, ids, value, reader.map(), Map.of());
    }
}
