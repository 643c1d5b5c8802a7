package tw.vigil.sigma;

import org.jspecify.annotations.Nullable;

/// Sigma's log source, of a rule (what it applies to; null = any) or of an event (what it is).
public record LogSource(
        @Nullable String category,
        @Nullable String product,
        @Nullable String service) {

    /// True when every attribute that this (a rule's or filter's) log source sets is the same in `other`.
    public boolean contains(LogSource other) {
        return agrees(category, other.category) && agrees(product, other.product) && agrees(service, other.service);
    }

    private static boolean agrees(@Nullable String asked, @Nullable String given) {
        return asked == null || (given != null && asked.equalsIgnoreCase(given));
    }
}
