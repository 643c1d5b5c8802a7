package tw.vigil.rulecli.play;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineFinding;
import tw.vigil.sigma.offline.OfflineRun;

/// Records of `vigil.events` through one or several rule sets, each by its own source, time and identity.
public final class LogPlay {
    /// Identities remembered: an event that is delivered again comes soon, if ever.
    private static final int REMEMBERED = 1_000_000;

    private final List<OfflineRun> runs = new ArrayList<>();
    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private LogSource source = new LogSource(null, null, null);
    private byte[] current = new byte[0];
    private String currentId = "";
    private @Nullable Instant first;
    private Instant last = Instant.EPOCH;
    private long events;
    private long duplicates;
    private long unreadable;

    /// Adds a rule set.
    ///
    /// @param hearer hears each finding once, with who did it: the group of a correlation, else what the source's
    /// mapping knows of it
    public void hear(RuleSet rules, BiConsumer<OfflineFinding, SortedMap<String, String>> hearer) {
        runs.add(new OfflineRun(rules, finding -> {
            if (finding.revision() == 1) {
                hearer.accept(finding, entity(rules, finding));
            }
        }));
    }

    public void accept(ConsumerRecord<byte[], byte[]> row) {
        EventHeaders headers;
        try {
            headers = EventHeaders.from(name -> {
                Header header = row.headers().lastHeader(name);
                return header == null ? null : header.value();
            });
        } catch (IllegalArgumentException _) {
            unreadable++;
            return;
        }
        if (row.value() == null) {
            unreadable++;
            return;
        }
        if (seen.put(headers.id(), true) != null) {
            duplicates++;
            return;
        }
        source = new LogSource(headers.category(), headers.product(), headers.service());
        current = row.value();
        currentId = headers.id();
        try {
            for (OfflineRun run : runs) {
                run.accept(new OfflineEvent(headers.id(), headers.time(), source, row.value()));
            }
        } catch (MalformedEventException _) {
            unreadable++;
            return;
        }
        events++;
        if (first == null || headers.time().isBefore(first)) {
            first = headers.time();
        }
        last = headers.time().isAfter(last) ? headers.time() : last;
    }

    /// Lets the event time run out.
    public void finish() {
        runs.forEach(OfflineRun::finish);
    }

    private SortedMap<String, String> entity(RuleSet rules, OfflineFinding finding) {
        if (!finding.group().isEmpty() || !finding.completedBy().equals(currentId)) {
            return finding.group();
        }
        return EventPlay.entity(rules, source, current);
    }

    public long events() {
        return events;
    }

    /// Events that had come before.
    public long duplicates() {
        return duplicates;
    }

    /// Records that the evaluator would have put into quarantine.
    public long unreadable() {
        return unreadable;
    }

    /// Event time of the earliest; null before there is one.
    public @Nullable Instant first() {
        return first;
    }

    public Instant last() {
        return last;
    }
}
