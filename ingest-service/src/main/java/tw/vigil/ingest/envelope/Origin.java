package tw.vigil.ingest.envelope;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.source.Source;

/// What an envelope says of the records in it; a record's own word goes before it.
///
/// @param account cloud account
/// @param region cloud region
/// @param delivered when the provider handed it over
public record Origin(
        @Nullable String account,
        @Nullable String region,
        @Nullable Instant delivered) {
    public static final Origin UNKNOWN = new Origin(null, null, null);

    static Origin deliveredAt(@Nullable String time) {
        return new Origin(null, null, Source.time(time));
    }

    /// This, completed by what an envelope farther out says.
    public Origin within(Origin outer) {
        return new Origin(
                account != null ? account : outer.account,
                region != null ? region : outer.region,
                delivered != null ? delivered : outer.delivered);
    }
}
