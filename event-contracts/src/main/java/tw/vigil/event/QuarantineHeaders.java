package tw.vigil.event;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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
/// @param hints what its transport said of it beside the bytes, such as `x-github-event` of a webhook: without them a
/// replay could not read it
/// @param truncatedFrom size of the rejected record in bytes when it was too large to be kept whole
public record QuarantineHeaders(
        String reason,
        String detail,
        String stage,
        String sourceId,
        String position,
        Instant receivedTime,
        String rawSha256,
        Map<String, String> hints,
        @Nullable Long truncatedFrom) {
    private static final String EQUALS = "=";
    private static final String AND = "&";

    public QuarantineHeaders {
        hints = Map.copyOf(hints);
    }

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
        if (!hints.isEmpty()) {
            put(headers, "vigil_hints", form(hints));
        }
        if (truncatedFrom != null) {
            put(headers, "vigil_truncatedfrom", truncatedFrom.toString());
        }
        return headers;
    }

    /// Reads the headers of a record. What is absent or unreadable is empty: whatever lies in quarantine can be shown.
    ///
    /// @param header gives the last header of a name, or null when there is none
    public static QuarantineHeaders from(Function<String, byte @Nullable []> header) {
        return new QuarantineHeaders(
                text(header, "vigil_reason"),
                text(header, "vigil_detail"),
                text(header, "vigil_stage"),
                text(header, "vigil_sourceid"),
                text(header, "vigil_position"),
                time(text(header, "vigil_receivedtime")),
                text(header, "vigil_rawsha256"),
                hints(text(header, "vigil_hints")),
                size(text(header, "vigil_truncatedfrom")));
    }

    private static String form(Map<String, String> hints) {
        return new TreeMap<>(hints)
                .entrySet().stream()
                        .map(hint -> encoded(hint.getKey()) + EQUALS + encoded(hint.getValue()))
                        .collect(Collectors.joining(AND));
    }

    private static Map<String, String> hints(String form) {
        var hints = new HashMap<String, String>();
        for (String pair : form.split(AND, -1)) {
            int equals = pair.indexOf(EQUALS);
            if (equals > 0) {
                try {
                    hints.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                } catch (IllegalArgumentException _) {
                    // Not written by us: it is shown without it.
                }
            }
        }
        return hints;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String text(Function<String, byte @Nullable []> header, String name) {
        byte[] value = header.apply(name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }

    private static @Nullable Long size(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    private static void put(Map<String, byte[]> headers, String name, String value) {
        headers.put(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
