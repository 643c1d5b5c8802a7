package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Tells that something expected did not happen: once before each deadline that it warns of, and once when the
/// deadline has passed. All of one deadline are revisions of one episode; what happens in time ends it in silence.
///
/// A duration runs from the last time it happened; when the deadline has passed it is told once, until it happens
/// again. A calendar asks anew in each period. A deadline has passed when the watermark has: late events count.
///
/// @param warn how long before a deadline to warn, descending
public record ExpectationMachine(Period every, List<Duration> warn) implements CorrelationMachine {

    public ExpectationMachine {
        warn = List.copyOf(warn);
    }

    @Override
    public ExpectationState open() {
        return new ExpectationState(this);
    }

    @Override
    public ExpectationState decode(byte[] bytes) {
        return ExpectationState.of(this, bytes);
    }

    @Override
    public Duration timespan() {
        return switch (every) {
            case Period.Span(var duration) -> duration;
            case Period.Calendar calendar ->
                Duration.between(calendar.start(Instant.EPOCH), calendar.end(Instant.EPOCH));
        };
    }
}
