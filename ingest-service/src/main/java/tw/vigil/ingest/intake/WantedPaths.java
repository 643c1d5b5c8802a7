package tw.vigil.ingest.intake;

import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.envelope.Envelopes;
import tw.vigil.ingest.record.Paths;
import tw.vigil.ingest.source.Source;

/// What is kept of the records of each source: made once, for it takes longer than to read a record. Thread-safe.
final class WantedPaths {
    private final Envelopes envelopes;
    private final Map<String, Paths> bySource = new ConcurrentHashMap<>();

    WantedPaths(Envelopes envelopes) {
        this.envelopes = envelopes;
    }

    /// @param recordField a sender's word, for which nothing is kept beyond the delivery; or null
    Paths of(Source source, @Nullable String recordField) {
        Paths known = bySource.computeIfAbsent(source.type(), _ -> {
            var paths = new HashSet<>(source.fields());
            paths.addAll(envelopes.fields());
            return Paths.of(paths);
        });
        return recordField == null ? known : known.and(recordField);
    }
}
