package tw.vigil.ingest.quarantine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which records are meant; null = any.
///
/// @param since put into quarantine then or later
/// @param limit at most so many
public record Selection(
        @Nullable String source,
        @Nullable String reason,
        @Nullable Instant since,
        int limit) {
    boolean admits(QuarantinedRecord record) {
        return (source == null || source.equals(record.headers().sourceId()))
                && (reason == null || reason.equals(record.headers().reason()))
                && (since == null || !record.at().isBefore(since));
    }
}
