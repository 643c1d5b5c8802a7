package tw.vigil.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The headers of a record on `vigil.quarantine`; its value is the rejected bytes, with
/// customer data in them replaced by tokens.
///
/// @param reason a stable code, snake_case, for example `not_json`; one label value of the quarantine metric
/// @param detail what is wrong, where, and what would be accepted; never a value out of the record
/// @param stage the service that rejected it: `ingest` or `evaluate`
/// @param sourceId the configured source that it came by
/// @param position where it lay in what was received: `record 3` of a batch, `line 17` of a file
/// @param receivedTime when ingest-service took it in
/// @param rawSha256 lower-case hex SHA-256 of the bytes before any value in them was protected
/// @param truncatedFrom size of the rejected record in bytes when it was too large to be kept whole
public record QuarantineHeaders(
        String reason,
        String detail,
        String stage,
        String sourceId,
        String position,
        Instant receivedTime,
        String rawSha256,
        @Nullable Long truncatedFrom) {

    /// The headers by name.
    public Map<String, byte[]> toMap() {
        var headers = new LinkedHashMap<String, byte[]>();
        put(headers, "vigil_reason", reason);
        put(headers, "vigil_detail", detail);
        put(headers, "vigil_stage", stage);
        put(headers, "vigil_sourceid", sourceId);
        put(headers, "vigil_position", position);
        put(headers, "vigil_receivedtime", receivedTime.toString());
        put(headers, "vigil_rawsha256", rawSha256);
        if (truncatedFrom != null) {
            put(headers, "vigil_truncatedfrom", truncatedFrom.toString());
        }
        return headers;
    }

    private static void put(Map<String, byte[]> headers, String name, String value) {
        headers.put(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
