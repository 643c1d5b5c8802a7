package tw.vigil.sigma.correlate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a correlation measures in its window.
public enum CorrelationType {
    EVENT_COUNT,
    VALUE_COUNT,
    TEMPORAL,
    TEMPORAL_ORDERED,
    VALUE_SUM,
    VALUE_AVG,
    VALUE_PERCENTILE,
    VALUE_MEDIAN;

    /// As rules spell it.
    public String sigmaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CorrelationType> of(String sigmaName) {
        return Arrays.stream(values())
                .filter(t -> t.sigmaName().equals(sigmaName))
                .findFirst();
    }

    public static String accepted() {
        return Arrays.stream(values()).map(CorrelationType::sigmaName).collect(Collectors.joining(", "));
    }

    public boolean isTemporal() {
        return this == TEMPORAL || this == TEMPORAL_ORDERED;
    }

    /// Looks at the values of a field.
    public boolean needsField() {
        return this != EVENT_COUNT && !isTemporal();
    }

    public boolean needsNumbers() {
        return needsField() && this != VALUE_COUNT;
    }
}
