package tw.vigil.sigma.correlate;

import java.time.Duration;

/// Judges as events come in, and starts anew whenever it has spoken: the events of the window that made it speak
/// count no more. All others do, so a late event still completes a window of those that are left.
record ResetMachine(CorrelationSpec spec) implements CorrelationMachine {

    @Override
    public LiveState open() {
        return new ResetState(spec);
    }

    @Override
    public LiveState decode(byte[] bytes) {
        return ResetState.of(spec, StateCodec.decode(bytes, new Intake(spec)));
    }

    @Override
    public Duration timespan() {
        return spec.timespan();
    }
}
