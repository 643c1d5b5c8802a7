package tw.vigil.sigma.rule;

import org.jspecify.annotations.Nullable;

/// The `logsource` of a document; null where it says nothing.
public record LogSourceFields(
        @Nullable String category,
        @Nullable String product,
        @Nullable String service) {}
