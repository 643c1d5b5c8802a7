package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides for one correlation rule, group by group, when its condition holds. Pure and thread-safe: all that
/// is remembered of a group is the returned bytes. Time is event time only; `watermark` is the time before
/// which no event is expected any more (per source: the latest event time seen less the allowed lateness).
public interface CorrelationMachine {

    /// Takes one signal of a group.
    ///
    /// @param state what the last step of this group returned; null for a group not known yet
    Step accept(byte @Nullable [] state, Signal signal, Instant watermark);

    /// Lets time pass for a group: judges windows that have closed, forgets what nothing can join any more.
    Step advance(byte[] state, Instant watermark);

    Duration timespan();
}
