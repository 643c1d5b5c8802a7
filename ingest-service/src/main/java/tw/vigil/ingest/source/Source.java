package tw.vigil.ingest.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;

/// A kind of audit log: what its records are called, how they identify themselves, and what is none of them.
/// Implementations are CDI beans without state; each runs the suite `SourceContract`.
public interface Source {

    /// Reason of a record whose event time cannot be read; every source may give it.
    String TIME_UNREADABLE = "time_unreadable";

    /// For example `aws.cloudtrail`; the last part of the CloudEvents type.
    String type();

    /// Sigma log source product; also the authority of the CloudEvents source, as in `//aws/111122223333`.
    String product();

    /// Sigma log source service.
    String service();

    /// Sigma log source category; most audit logs have none.
    default @Nullable String category() {
        return null;
    }

    /// Top-level fields whose array holds the records of a batch.
    Set<String> batchFields();

    /// Paths that [#read] looks at.
    Set<String> fields();

    /// The reasons that [#read] gives.
    Set<String> reasons();

    /// Reads one record. What the source rejects is looked at again: where it is an
    /// [tw.vigil.ingest.envelope.Envelope], the source gets what lies in it, too. So a source reads only what it
    /// knows to be its own.
    ///
    /// @param batched whether it lay in a batch, where some logs leave out what the batch says already
    /// @param settings of the configured source that it came by
    Reading read(JsonRecord record, boolean batched, ConfiguredSource settings);

    /// An RFC 3339 time, or null when the text is none. The form `2026-08-20 10:15:30.123`, in which data lakes
    /// hand records on, is UTC.
    static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean ofDataLake = text.length() > 10 && text.charAt(10) == ' ';
        try {
            return Instant.parse(ofDataLake ? text.substring(0, 10) + 'T' + text.substring(11) + 'Z' : text);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
