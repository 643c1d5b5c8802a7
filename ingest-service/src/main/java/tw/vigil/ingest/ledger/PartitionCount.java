package tw.vigil.ingest.ledger;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;
import tw.vigil.event.UtcTime;

/// The counts of one partition. Which records are counted, and as what, follows from the partition alone: whoever
/// counts
/// it from the same offset comes to the same. Not thread-safe.
final class PartitionCount {
    /// Where a record does not say its source.
    static final String UNKNOWN = "unknown";

    private static final String STAGE = "ingest";
    private static final int LONGEST_SOURCE = 200;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /// What one record was.
    ///
    /// @param counted false where another service put it there
    record Counted(String source, boolean counted, boolean duplicate, boolean late) {}

    /// The entries of a source in the hour that it is counted in now.
    private record Current(long hour, LedgerEntry ofHour, LedgerEntry ofAll) {}

    private final TopicPartition partition;
    private final String place;
    private final long countFrom;
    private long committed;
    private final Duration lateAfter;
    private final RecentKeys recent;
    private final Map<LedgerEntry, HourCounts> counts = new HashMap<>();
    private final Set<LedgerEntry> changed = new HashSet<>();
    private final Map<String, Current> current = new HashMap<>();

    /// @param countFrom the first offset that is not in `before`; records before it only fill the window of duplicates
    /// @param before what was counted already
    PartitionCount(TopicPartition partition, long countFrom, Map<LedgerEntry, HourCounts> before, LedgerConfig config) {
        this.partition = partition;
        place = partition.toString();
        this.countFrom = countFrom;
        committed = countFrom;
        lateAfter = config.lateAfter();
        recent = new RecentKeys(config.duplicateWindow());
        counts.putAll(before);
    }

    /// @return what it was, or null when it had been counted before
    @Nullable
    Counted take(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        boolean ofEvents = partition.topic().equals(Topics.EVENTS);
        boolean again = ofEvents && record.key() != null && recent.seen(record.key());
        if (record.offset() < countFrom) {
            return null;
        }
        return ofEvents ? event(record, again) : quarantined(record);
    }

    /// Up to where the counts are committed.
    long committed() {
        return committed;
    }

    void committed(long offset) {
        committed = offset;
    }

    /// The entries that changed since they were last asked for.
    Map<LedgerEntry, HourCounts> changed() {
        var entries = new HashMap<LedgerEntry, HourCounts>();
        changed.forEach(entry -> entries.put(entry, counts.computeIfAbsent(entry, _ -> new HourCounts())));
        changed.clear();
        return entries;
    }

    /// Forgets the hours before a time.
    ///
    /// @return those that were forgotten
    Set<LedgerEntry> forgetBefore(Instant time) {
        var old = new HashSet<LedgerEntry>();
        for (LedgerEntry entry : counts.keySet()) {
            if (entry.hour() != null && entry.hour().isBefore(time)) {
                old.add(entry);
            }
        }
        counts.keySet().removeAll(old);
        changed.removeAll(old);
        return old;
    }

    private Counted event(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, boolean again) {
        String source = source(text(record, "ce_sourceid"));
        long arrival = record.timestamp();
        long event = millis(text(record, "ce_time"), arrival);
        boolean late = arrival - event > lateAfter.toMillis();
        counts(source, arrival).forEach(count -> count.accept(event, arrival, again, late));
        return new Counted(source, true, again, late);
    }

    private Counted quarantined(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        String source = source(text(record, "vigil_sourceid"));
        if (!STAGE.equals(text(record, "vigil_stage"))) {
            return new Counted(source, false, false, false);
        }
        String reason = text(record, "vigil_reason");
        counts(source, record.timestamp())
                .forEach(count -> count.quarantine(reason == null ? UNKNOWN : reason, record.timestamp()));
        return new Counted(source, true, false, false);
    }

    /// The counts of a source's hour and of all its hours, which then count as changed.
    private List<HourCounts> counts(String source, long arrival) {
        long hour = arrival / HOUR_MILLIS;
        Current known = current.get(source);
        if (known == null || known.hour() != hour) {
            known = new Current(
                    hour,
                    new LedgerEntry(source, Instant.ofEpochMilli(hour * HOUR_MILLIS), place),
                    new LedgerEntry(source, null, place));
            current.put(source, known);
        }
        changed.add(known.ofHour());
        changed.add(known.ofAll());
        return List.of(
                counts.computeIfAbsent(known.ofHour(), _ -> new HourCounts()),
                counts.computeIfAbsent(known.ofAll(), _ -> new HourCounts()));
    }

    private static String source(@Nullable String source) {
        return source == null || source.isEmpty() || source.length() > LONGEST_SOURCE ? UNKNOWN : source;
    }

    private static long millis(@Nullable String time, long otherwise) {
        if (time == null) {
            return otherwise;
        }
        try {
            return UtcTime.parse(time).toEpochMilli();
        } catch (DateTimeException | ArithmeticException _) {
            return otherwise;
        }
    }

    private static @Nullable String text(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
