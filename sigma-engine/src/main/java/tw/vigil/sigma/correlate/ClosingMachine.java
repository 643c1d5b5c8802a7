package tw.vigil.sigma.correlate;

import java.time.Duration;

/// Judges when a window has closed: for conditions that further events could make false (upper bounds, `eq`,
/// `neq`, `not`). The first event opens a window of one timespan, both ends included; once the watermark has
/// passed its end it is judged, and the next event opens the next window.
record ClosingMachine(CorrelationSpec spec) implements CorrelationMachine {

    @Override
    public LiveState open() {
        return new ClosingState(spec);
    }

    @Override
    public LiveState decode(byte[] bytes) {
        return ClosingState.of(spec, StateCodec.decode(bytes, new Intake(spec)));
    }

    @Override
    public Duration timespan() {
        return spec.timespan();
    }
}
