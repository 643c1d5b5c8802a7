package tw.vigil.alert.alerts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Sigma's levels, lowest first.
public enum Level {
    INFORMATIONAL(1),
    LOW(2),
    MEDIUM(3),
    HIGH(4),
    CRITICAL(5);

    private final int severityId;
    private final String wire = name().toLowerCase(Locale.ROOT);

    Level(int severityId) {
        this.severityId = severityId;
    }

    /// As it is stored, sent and typed, for example `high`.
    @JsonValue
    public String wire() {
        return wire;
    }

    /// OCSF `severity_id`: 1 informational to 5 critical.
    public int severityId() {
        return severityId;
    }

    /// The level of that wire name; empty when there is none.
    public static Optional<Level> of(String wire) {
        return Arrays.stream(values()).filter(level -> level.wire.equals(wire)).findFirst();
    }

    /// The level of that OCSF `severity_id`.
    ///
    /// @throws IllegalArgumentException outside 1 to 5
    public static Level ofSeverity(int severityId) {
        return Arrays.stream(values())
                .filter(level -> level.severityId == severityId)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("severity is 1 to 5, not " + severityId));
    }
}
