package tw.vigil.alert.alerts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step in the life of an alert; never changed, never removed.
///
/// @param number counts within the whole table, upwards in time
/// @param who account name, or `vigil` for what the service did itself
/// @param why the person's comment, or a sentence of the service
/// @param details keys and values of the step, for example `assignee`, `verdict`, `finding_id`, `count`
public record TimelineEntry(
        long number,
        Instant at,
        Step step,
        String who,
        @Nullable String why,
        Map<String, String> details) {

    /// What happened.
    public enum Step {
        OPENED,
        FINDING_JOINED,
        FINDING_REVISED,
        NOTIFIED,
        NOTIFICATION_DEAD,
        ACKNOWLEDGED,
        STARTED,
        ASSIGNED,
        COMMENTED,
        CLOSED,
        CONTINUED;

        private final String wire = name().toLowerCase(Locale.ROOT);

        /// As it is stored and sent, for example `finding_joined`.
        @JsonValue
        public String wire() {
            return wire;
        }

        /// The step of that wire name.
        ///
        /// @throws IllegalArgumentException when there is none
        public static Step of(String wire) {
            return Arrays.stream(values())
                    .filter(step -> step.wire.equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such step: " + wire));
        }
    }
}
