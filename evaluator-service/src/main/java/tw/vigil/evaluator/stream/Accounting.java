package tw.vigil.evaluator.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import tw.vigil.evaluator.topology.DetectionTopology;
import tw.vigil.evaluator.topology.LedgerEntry;

/// Reads the ledgers: what became of the events in the partitions of this instance.
@ApplicationScoped
class Accounting {
    private final StreamRunner runner;

    Accounting(StreamRunner runner) {
        this.runner = runner;
    }

    /// Sums over this instance's partitions.
    ///
    /// @param sources by source id
    /// @param findings of single-event rules and of correlations; revisions and the stage `shadow` are not counted
    /// @param rules by rule id: `evaluated` is how often it held, with the newest times
    /// @param groups that correlations hold
    record Sums(
            SortedMap<String, LedgerEntry> sources, long findings, SortedMap<String, LedgerEntry> rules, long groups) {}

    /// Empty while the stores cannot be read: before the start, while partitions move, while state is restored.
    Optional<Sums> sums() {
        Optional<KafkaStreams> streams = runner.streams();
        if (streams.isEmpty() || !streams.get().state().isRunningOrRebalancing()) {
            return Optional.empty();
        }
        try {
            SortedMap<String, LedgerEntry> sources = read(streams.get(), DetectionTopology.LEDGER);
            Map<String, LedgerEntry> correlations = read(streams.get(), DetectionTopology.CORRELATION_LEDGER);
            long findings =
                    sources.values().stream().mapToLong(LedgerEntry::findings).sum()
                            + correlations.values().stream()
                                    .mapToLong(LedgerEntry::findings)
                                    .sum();
            SortedMap<String, LedgerEntry> rules = read(streams.get(), DetectionTopology.RULE_LEDGER);
            correlations.forEach((id, entry) -> rules.merge(id, entry, LedgerEntry::plus));
            long groups = read(streams.get(), DetectionTopology.GROUP_COUNTS).values().stream()
                    .mapToLong(LedgerEntry::evaluated)
                    .sum();
            return Optional.of(new Sums(sources, findings, rules, groups));
        } catch (InvalidStateStoreException | IllegalStateException _) {
            // the second when the stream stops between the question and the reading
            return Optional.empty();
        }
    }

    private static SortedMap<String, LedgerEntry> read(KafkaStreams streams, String name) {
        var parameters = StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore());
        SortedMap<String, LedgerEntry> sums = new TreeMap<>();
        // one store for each partition, one after the other: the same key comes several times
        try (var rows = streams.store(parameters).all()) {
            rows.forEachRemaining(row -> sums.merge(
                    new String(row.key.get(), StandardCharsets.UTF_8), LedgerEntry.from(row.value), LedgerEntry::plus));
        }
        return sums;
    }
}
