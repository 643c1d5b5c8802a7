package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.util.List;

/// Tells values that a group never showed before. A group learns in silence for `learn` from its first event on;
/// afterwards each value that it does not know is one episode, and known from then on. A value not seen for
/// `forget` is unknown again. A group that shows nothing for twice `forget` is itself forgotten, and learns anew
/// when it comes back.
///
/// The identity of an event plays no part: an event that comes again shows nothing new.
///
/// @param fields names of what is watched, in the order in which signals hold their values
public record BaselineMachine(List<String> fields, Duration learn, Duration forget) implements CorrelationMachine {

    /// Values known of one group; beyond it the rule gives up, loudly: it watches a field that is no set.
    public static final int MAX_VALUES = 10_000;

    public BaselineMachine {
        fields = List.copyOf(fields);
    }

    /// What a late event is measured by: it is `forget`, so that an event is never too old to be known.
    @Override
    public Duration timespan() {
        return forget;
    }

    @Override
    public LiveState open() {
        return new BaselineState(this);
    }

    @Override
    public LiveState decode(byte[] bytes) {
        return BaselineState.of(this, bytes);
    }
}
