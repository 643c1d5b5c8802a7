package tw.vigil.sigma.correlate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is remembered of one group, unpacked. Lives for one step.
final class GroupState {

    /// An episode that was told.
    ///
    /// @param anchor time of its last event, by which it is found again
    record Told(long start, long anchor, int revision, long count) {}

    /// By time; equal times in the order of arrival.
    final List<Entry> entries = new ArrayList<>();

    final List<Told> told = new ArrayList<>();
    /// Entries before this time were forgotten.
    long forgottenBefore = Long.MIN_VALUE;
    /// Windows up to this time (inclusive) were judged.
    long judgedUpTo = Long.MIN_VALUE;

    static GroupState of(byte @Nullable [] bytes) {
        return bytes == null ? new GroupState() : StateCodec.decode(bytes);
    }

    boolean isEmpty() {
        return entries.isEmpty() && told.isEmpty();
    }

    /// @return the index at which it was put
    int insert(Entry entry) {
        int at = entries.size();
        while (at > 0 && entries.get(at - 1).time() > entry.time()) {
            at--;
        }
        entries.add(at, entry);
        return at;
    }

    void forgetBefore(long time) {
        if (time > forgottenBefore) {
            forgottenBefore = time;
        }
        entries.removeIf(entry -> entry.time() < forgottenBefore);
    }
}
