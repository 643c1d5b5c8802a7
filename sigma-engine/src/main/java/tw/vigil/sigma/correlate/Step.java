package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a machine answers.
///
/// @param state to keep for the group; null = forget the group
/// @param episodes that fired or were revised by this step
/// @param wakeAt the watermark at which [CorrelationMachine#advance] has something to do; null = never
/// @param late the signal was older than the watermark less the timespan and was not taken
/// @param duplicate the event had been taken before and was not taken again
@SuppressWarnings("ArrayRecordComponent") // the bytes go straight to a store; nobody compares steps
public record Step(
        byte @Nullable [] state,
        List<Episode> episodes,
        @Nullable Instant wakeAt,
        boolean late,
        boolean duplicate) {

    public Step {
        episodes = List.copyOf(episodes);
    }
}
