package tw.vigil.ingest.hook;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.body.LimitExceededException;
import tw.vigil.ingest.publish.BusyException;

/// How one vendor's push shakes hands and proves itself, for one configured source.
public interface Hook {

    /// Looks at a request before anything of it is taken.
    ///
    /// @throws BusyException when too many bodies wait to be judged already
    /// @throws LimitExceededException when the body is larger than this vendor ever sends
    /// @throws IOException when the sender broke off
    Verdict judge(Call call) throws IOException, BusyException;

    /// How long the whole request may take before the vendor gives up; null when the usual patience is short enough.
    default @Nullable Duration budget() {
        return null;
    }

    /// The answer as this vendor wants it.
    ///
    /// @param usual what would be answered to anybody
    default Reply answer(Call call, Reply usual) {
        return usual;
    }
}
