package tw.vigil.alert.alerts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where an alert stands. The order is the order of life; `closed` is final.
public enum AlertStatus {
    NEW,
    ACKNOWLEDGED,
    IN_PROGRESS,
    CLOSED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /// As it is stored, sent and typed: `new`, `acknowledged`, `in_progress`, `closed`.
    @JsonValue
    public String wire() {
        return wire;
    }

    /// The status of that wire name; empty when there is none.
    public static Optional<AlertStatus> of(String wire) {
        return Arrays.stream(values())
                .filter(status -> status.wire.equals(wire))
                .findFirst();
    }
}
