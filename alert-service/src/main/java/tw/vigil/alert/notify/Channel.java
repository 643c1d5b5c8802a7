package tw.vigil.alert.notify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.routing.Unit;

/// A way to reach people or machines. Every CDI bean of this type is used; its name is what a unit lists
/// under `channels`. The routing table is read with their names, so a channel's constructor takes no
/// [tw.vigil.alert.routing.Units]. The contract, held by `ChannelContract` in the tests: the same message may be sent
/// more
/// than once and carries the same id each time; what cannot be delivered is an outcome, not an exception.
public interface Channel {
    /// Unique, lower case; label of the metrics.
    String name();

    /// Addresses of the unit on this channel; empty when it has none or the channel is not set up.
    List<String> recipients(Unit unit);

    /// Sends; returns when the receiver has confirmed or refused. Called from virtual threads, many at once.
    Outcome send(Message message) throws InterruptedException;

    /// False for a stream that belongs to no unit and that the routing table may not name.
    default boolean forUnits() {
        return true;
    }

    /// True when the messages of one alert must arrive in the order in which they were stored.
    default boolean inOrder() {
        return false;
    }

    /// False when a message is tried for ever.
    default boolean mayDie() {
        return true;
    }

    /// @param id stable over all attempts, so that a receiver can drop what it has already
    /// @param key the alert's id
    /// @param payload a [Notification] as JSON; for the stream of steps an `AlertStep`
    /// @param traceparent of the span that sends
    record Message(
            String id,
            String key,
            String recipient,
            String payload,
            Instant created,
            @Nullable String traceparent) {}

    /// What came of an attempt; `reply` is the receiver's status or answer in one line, never a body.
    sealed interface Outcome {
        String reply();

        record Delivered(String reply) implements Outcome {}

        record Failed(String reply) implements Outcome {}
    }
}
