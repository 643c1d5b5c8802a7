package tw.vigil.ingest.envelope;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// One wrapping that a cloud's delivery puts around records of any source, known by its shape alone.
/// Implementations are CDI beans without state; each runs the suite `EnvelopeContract`.
public interface Envelope {

    /// What people call it, as in `line 3, in its SNS message, record 2`.
    String name();

    /// Paths that [#open] looks at.
    Set<String> fields();

    /// What it holds, or null when the object has another shape.
    @Nullable
    Opened open(JsonRecord record);
}
