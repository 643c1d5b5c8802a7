package tw.vigil.sigma.correlate;

import java.time.Duration;

/// Decides for one correlation rule, group by group, when its condition holds. Immutable and thread-safe; what is
/// known of a group is a [LiveState], which one thread owns. Whoever runs machines keeps live states as long as it
/// likes, and their bytes where they must outlive the process. Time is event time only.
public interface CorrelationMachine {

    /// A group of which nothing is known yet.
    LiveState open();

    /// @param bytes what [LiveState#encode] of a state of this rule returned, also of an earlier version
    /// @throws IllegalArgumentException when these are no such bytes
    LiveState decode(byte[] bytes);

    Duration timespan();
}
