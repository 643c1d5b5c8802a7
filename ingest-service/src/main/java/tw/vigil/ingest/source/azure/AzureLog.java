package tw.vigil.ingest.source.azure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.Reading;

/// One kind of log among those that diagnostic settings, the activity log's API and Microsoft Graph hand over.
interface AzureLog {

    /// Paths that [#read] looks at.
    Set<String> fields();

    /// Null when the record is of another kind.
    @Nullable
    Reading read(JsonRecord record);
}
