package tw.vigil.ingest.source;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// One source as an operator knows it: two clusters are two configured sources of the same kind.
///
/// @param id in addresses, headers, metrics and file names
/// @param account what its records belong to, where they do not say so themselves
/// @param logSource the Sigma log source of its records, where they do not say so themselves
/// @param zone of times that name none, where the vendor does not say which it is
public record ConfiguredSource(
        String id, Source source, @Nullable String account, LogSource logSource, ZoneId zone) {

    /// A source with the log source of its kind, in UTC.
    public ConfiguredSource(String id, Source source, @Nullable String account) {
        this(id, source, account, new LogSource(source.product(), source.service(), source.category()), ZoneOffset.UTC);
    }
}
