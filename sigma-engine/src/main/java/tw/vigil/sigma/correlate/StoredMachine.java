package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A machine for those who keep bytes only: decodes and encodes the whole state in each step, so it costs as much as
/// the group is large. Pure and thread-safe.
public record StoredMachine(CorrelationMachine machine) {

    /// @param state what the last step of this group returned; null for a group not known yet
    public StoredStep accept(byte @Nullable [] state, Signal signal, Instant watermark) {
        var live = state == null ? machine.open() : machine.decode(state);
        return StoredStep.of(state, live, live.accept(signal, watermark));
    }

    public StoredStep advance(byte[] state, Instant watermark) {
        var live = machine.decode(state);
        return StoredStep.of(state, live, live.advance(watermark));
    }

    public Duration timespan() {
        return machine.timespan();
    }
}
