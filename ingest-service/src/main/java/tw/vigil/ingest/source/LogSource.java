package tw.vigil.ingest.source;

import org.jspecify.annotations.Nullable;

/// The Sigma log source that rules meet a record by; absent parts match rules that do not name them.
public record LogSource(
        @Nullable String product,
        @Nullable String service,
        @Nullable String category) {}
