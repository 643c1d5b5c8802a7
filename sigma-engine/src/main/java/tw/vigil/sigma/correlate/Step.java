package tw.vigil.sigma.correlate;

import java.util.List;

/// What a state answers.
///
/// @param episodes that fired or were revised by this step
/// @param late the signal was older than the watermark less the timespan, or of a window that was judged, and was
///        not taken
/// @param duplicate the event had been taken before and was not taken again
public record Step(List<Episode> episodes, boolean late, boolean duplicate) {

    static final Step NOTHING = new Step(List.of(), false, false);
    static final Step LATE = new Step(List.of(), true, false);
    static final Step DUPLICATE = new Step(List.of(), false, true);

    public Step {
        episodes = List.copyOf(episodes);
    }

    static Step of(Episode episode) {
        return new Step(List.of(episode), false, false);
    }

    static Step telling(List<Episode> episodes) {
        return episodes.isEmpty() ? NOTHING : new Step(episodes, false, false);
    }
}
