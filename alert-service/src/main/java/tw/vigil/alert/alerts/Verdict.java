package tw.vigil.alert.alerts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the alert was, in the judgement of the person who closed it.
public enum Verdict {
    TRUE_POSITIVE,
    BENIGN,
    FALSE_POSITIVE,
    UNDETERMINED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /// As it is stored, sent and typed, for example `true_positive`.
    @JsonValue
    public String wire() {
        return wire;
    }

    /// The verdict of that wire name; empty when there is none.
    public static Optional<Verdict> of(String wire) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.wire.equals(wire))
                .findFirst();
    }
}
