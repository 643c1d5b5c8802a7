package tw.vigil.rulecli.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.LogSource;

/// A configured source by its id, `<product>.<service>`, for example `aws.cloudtrail`: which rules apply to its
/// events, and where their identity and time stand. Rules for a category apply to events of that category only:
/// `windows.sysmon/process_creation`.
public record EventSource(String id, LogSource logSource) {
    private static final List<String> TIMES = List.of(
            "eventTime",
            "stageTimestamp",
            "requestReceivedTimestamp",
            "timestamp",
            "@timestamp",
            "time",
            "published",
            "CreationTime",
            "created_at");

    /// @throws PackException when the id has no dot
    public static EventSource of(String id) {
        int slash = id.indexOf('/');
        String named = slash < 0 ? id : id.substring(0, slash);
        String category = slash < 0 ? null : id.substring(slash + 1);
        int dot = named.indexOf('.');
        if (dot <= 0 || dot == named.length() - 1 || (category != null && category.isEmpty())) {
            throw new PackException("source '" + id
                    + "' is not <product>.<service> or <product>.<service>/<category>, for example aws.cloudtrail");
        }
        return new EventSource(id, new LogSource(category, named.substring(0, dot), named.substring(dot + 1)));
    }

    /// The provider's identity of the event, else the hash of its bytes: a second delivery has the same.
    public static String identity(JsonNode event, byte[] json) {
        if (event.hasNonNull("eventID")) {
            return event.get("eventID").asText();
        }
        if (event.hasNonNull("auditID")) {
            return event.get("auditID").asText() + "/" + event.path("stage").asText();
        }
        if (event.hasNonNull("insertId")) {
            return event.get("insertId").asText() + "/" + event.path("logName").asText() + "/"
                    + event.path("timestamp").asText();
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static String identity(JsonNode event) {
        return identity(event, event.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Event time; null when none of the known fields holds one.
    public static @Nullable Instant time(JsonNode event) {
        for (String field : TIMES) {
            JsonNode value = event.path(field);
            if (value.isNumber()) {
                long number = value.asLong();
                return number > 100_000_000_000L ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
            }
            if (value.isTextual()) {
                try {
                    return OffsetDateTime.parse(value.asText()).toInstant();
                } catch (DateTimeException _) {
                    // another field may hold the time
                }
            }
        }
        return null;
    }
}
