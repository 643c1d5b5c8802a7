package tw.vigil.sigma.correlate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// All that a machine remembers of one group. Mutable and owned by one thread. Encoding and decoding at any point
/// changes nothing of what is said afterwards.
///
/// `watermark` is the time before which no event is expected any more (per source: the latest event time seen less
/// the allowed lateness).
public sealed interface LiveState permits EpisodeState, ClosingState, ResetState, BaselineState, ExpectationState {

    /// Takes one signal of the group.
    ///
    /// @throws IllegalStateException when the group is larger than what is kept of one; the signal was not taken
    /// @throws IllegalArgumentException when the signal is of a rule that the correlation does not refer to
    Step accept(Signal signal, Instant watermark);

    /// Lets time pass: judges windows that have closed, forgets what nothing can join any more.
    Step advance(Instant watermark);

    /// Nothing is left to remember: the group can be forgotten.
    boolean isEmpty();

    /// The watermark at which [#advance] has something to do; null = never.
    @Nullable
    Instant wakeAt();

    /// Differs from the bytes that it was decoded from or that [#encode] last returned.
    boolean isChanged();

    /// The bytes that [CorrelationMachine#decode] takes.
    byte[] encode();
}
