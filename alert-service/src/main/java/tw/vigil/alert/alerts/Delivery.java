package tw.vigil.alert.alerts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One notification of an alert to one recipient, with every attempt.
///
/// @param messageId stable over all attempts: the mail's Message-ID, the hook's `webhook-id`
/// @param kind `opened` or `grouped`
/// @param channel for example `email`, `webhook`
/// @param nextAttempt null unless pending
public record Delivery(
        String messageId,
        String kind,
        String channel,
        String recipient,
        State state,
        int attempts,
        Instant created,
        @Nullable Instant nextAttempt,
        @Nullable Instant finished,
        List<Receipt> receipts) {

    /// Where a notification stands.
    public enum State {
        PENDING,
        DELIVERED,
        DEAD;

        private final String wire = name().toLowerCase(Locale.ROOT);

        /// As it is stored and sent.
        @JsonValue
        public String wire() {
            return wire;
        }

        /// The state of that wire name.
        ///
        /// @throws IllegalArgumentException when there is none
        public static State of(String wire) {
            return Arrays.stream(values())
                    .filter(state -> state.wire.equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such state: " + wire));
        }
    }

    /// What came of one attempt.
    ///
    /// @param reply the HTTP status, the SMTP server's answer, or why there was none; never a body
    public record Receipt(Instant at, int attempt, boolean delivered, String reply, long millis) {}
}
