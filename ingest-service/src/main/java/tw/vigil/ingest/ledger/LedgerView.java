package tw.vigil.ingest.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;
import tw.vigil.ingest.publish.KeptTopics;
import tw.vigil.ingest.publish.TopicFollower;

/// The ledger of all instances together, as far as they have committed it.
@ApplicationScoped
public class LedgerView {
    /// One source.
    ///
    /// @param total over all hours since the ledger began
    public record SourceLedger(HourCounts total, SortedMap<Instant, HourCounts> hours) {}

    private final KeptTopics topics;
    private final Ledger ledger;
    private final Map<LedgerEntry, HourCounts> entries = new HashMap<>();
    private @Nullable TopicFollower follower;

    LedgerView(KeptTopics topics, Ledger ledger) {
        this.topics = topics;
        this.ledger = ledger;
    }

    void start(@Observes StartupEvent event) {
        follower = topics.follow(Topics.LEDGER, this::take);
    }

    void stop(@Observes ShutdownEvent event) {
        if (follower != null) {
            follower.close();
        }
    }

    /// Whether all that was there at the start has been read.
    public boolean complete() {
        return follower != null && follower.caughtUp();
    }

    /// @param since only hours that begin then or later
    /// @param source of this source only; null for all
    public SortedMap<String, SourceLedger> read(Instant since, @Nullable String source) {
        var sources = new TreeMap<String, SourceLedger>();
        synchronized (entries) {
            entries.forEach((entry, counts) -> {
                Instant hour = entry.hour();
                if ((source != null && !source.equals(entry.source())) || (hour != null && hour.isBefore(since))) {
                    return;
                }
                var of = sources.computeIfAbsent(
                        entry.source(), _ -> new SourceLedger(new HourCounts(), new TreeMap<>()));
                (hour == null ? of.total() : of.hours().computeIfAbsent(hour, _ -> new HourCounts())).add(counts);
            });
        }
        return sources;
    }

    private void take(ConsumerRecord<String, byte @Nullable []> record) {
        LedgerEntry entry = LedgerEntry.of(record.key());
        if (entry == null) {
            return;
        }
        synchronized (entries) {
            LedgerTopic.take(entry, record.value(), entries);
            HourCounts counts = entries.get(entry);
            if (entry.hour() == null && counts != null) {
                ledger.remember(entry.source(), counts);
            }
        }
    }
}
