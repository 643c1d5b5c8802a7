package tw.vigil.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The headers of a record on `vigil.events`: CloudEvents 1.0 in its Kafka binary binding, so every attribute is a
/// header `ce_<name>` with UTF-8 text (CloudEvents Kafka protocol binding, section 3.2.3).
///
/// @param id the provider's identity of the event; also the record's key, so that a duplicate lands in the same
/// partition
/// @param source the cloud account as a URI reference, for example `//aws/111122223333`
/// @param type `tw.vigil.audit.<source type>`, for example `tw.vigil.audit.aws.cloudtrail`
/// @param time when it happened, by the provider's clock
/// @param subject the resource acted upon, if the record names one
/// @param product Sigma log source product, for example `aws`
/// @param service Sigma log source service, for example `cloudtrail`
/// @param category Sigma log source category; most audit logs have none
/// @param account cloud account, subscription, project or cluster
/// @param region cloud region
/// @param deliveredTime when the provider handed it over, where the transport tells
/// @param receivedTime when ingest-service took it in
/// @param sourceId the configured source that it came by
/// @param rawSha256 lower-case hex SHA-256 of the bytes as received
public record EventHeaders(
        String id,
        String source,
        String type,
        Instant time,
        @Nullable String subject,
        @Nullable String product,
        @Nullable String service,
        @Nullable String category,
        @Nullable String account,
        @Nullable String region,
        @Nullable Instant deliveredTime,
        Instant receivedTime,
        String sourceId,
        String rawSha256) {

    /// Prefix of `type`.
    public static final String TYPE_PREFIX = "tw.vigil.audit.";

    /// Header of the W3C trace context, which CloudEvents leaves without the `ce_` prefix in this binding.
    public static final String TRACEPARENT = "traceparent";

    private static final String SPEC_VERSION = "1.0";
    private static final String CONTENT_TYPE = "application/json";

    /// The headers by name, in a fixed order, without those that are absent.
    public Map<String, byte[]> toMap() {
        var headers = new LinkedHashMap<String, byte[]>();
        put(headers, "ce_specversion", SPEC_VERSION);
        put(headers, "ce_id", id);
        put(headers, "ce_source", source);
        put(headers, "ce_type", type);
        put(headers, "ce_time", time.toString());
        put(headers, "ce_subject", subject);
        put(headers, "ce_product", product);
        put(headers, "ce_service", service);
        put(headers, "ce_category", category);
        put(headers, "ce_account", account);
        put(headers, "ce_region", region);
        put(headers, "ce_deliveredtime", deliveredTime == null ? null : deliveredTime.toString());
        put(headers, "ce_receivedtime", receivedTime.toString());
        put(headers, "ce_sourceid", sourceId);
        put(headers, "ce_rawsha256", rawSha256);
        put(headers, "content-type", CONTENT_TYPE);
        return headers;
    }

    /// Reads the headers of a record.
    ///
    /// @param header gives the last header of a name, or null when there is none
    /// @throws IllegalArgumentException when a mandatory header is absent or a time is not RFC 3339; it
    /// is named
    public static EventHeaders from(Function<String, byte @Nullable []> header) {
        return new EventHeaders(
                required(header, "ce_id"),
                required(header, "ce_source"),
                required(header, "ce_type"),
                instant("ce_time", required(header, "ce_time")),
                text(header, "ce_subject"),
                text(header, "ce_product"),
                text(header, "ce_service"),
                text(header, "ce_category"),
                text(header, "ce_account"),
                text(header, "ce_region"),
                optionalInstant(header, "ce_deliveredtime"),
                instant("ce_receivedtime", required(header, "ce_receivedtime")),
                required(header, "ce_sourceid"),
                required(header, "ce_rawsha256"));
    }

    private static void put(Map<String, byte[]> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String text(Function<String, byte @Nullable []> header, String name) {
        byte[] value = header.apply(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static String required(Function<String, byte @Nullable []> header, String name) {
        String value = text(header, name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("header " + name + " is absent or empty");
        }
        return value;
    }

    private static @Nullable Instant optionalInstant(Function<String, byte @Nullable []> header, String name) {
        String value = text(header, name);
        return value == null ? null : instant(name, value);
    }

    private static Instant instant(String name, String value) {
        try {
            return UtcTime.parse(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("header " + name + " is not an RFC 3339 UTC time: " + value, e);
        }
    }
}
