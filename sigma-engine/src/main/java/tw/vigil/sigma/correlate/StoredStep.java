package tw.vigil.sigma.correlate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A [Step] with what it leaves behind.
///
/// @param state to keep for the group; null = forget the group
/// @param wakeAt see [LiveState#wakeAt]
@SuppressWarnings("ArrayRecordComponent") // the bytes go straight to a store; nobody compares steps
public record StoredStep(
        byte @Nullable [] state,
        List<Episode> episodes,
        @Nullable Instant wakeAt,
        boolean late,
        boolean duplicate) {

    public StoredStep {
        episodes = List.copyOf(episodes);
    }

    static StoredStep of(byte @Nullable [] before, LiveState live, Step step) {
        byte[] after = live.isEmpty() ? null : live.isChanged() ? live.encode() : before;
        return new StoredStep(after, step.episodes(), live.wakeAt(), step.late(), step.duplicate());
    }
}
