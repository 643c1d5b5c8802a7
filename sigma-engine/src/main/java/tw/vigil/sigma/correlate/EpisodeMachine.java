package tw.vigil.sigma.correlate;

import java.time.Duration;

/// Judges as events come in. At each event, in the order of event time, the window is what lies at most one
/// timespan before it; consecutive events at which the condition holds form an episode. It ends where the
/// condition does not hold, or when more than a timespan passes without an event.
///
/// An event joins windows up to one timespan away, and is late when older than the watermark less one
/// timespan. So events older than the watermark less three timespans cannot change what is said of any event
/// that can still be judged anew; they are forgotten.
record EpisodeMachine(CorrelationSpec spec) implements CorrelationMachine {

    @Override
    public LiveState open() {
        return new EpisodeState(spec);
    }

    @Override
    public LiveState decode(byte[] bytes) {
        return EpisodeState.of(spec, StateCodec.decode(bytes, new Intake(spec)));
    }

    @Override
    public Duration timespan() {
        return spec.timespan();
    }
}
