package tw.vigil.rules.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.LogSource;

/// A configured source by its id, `<product>.<service>`, for example `aws.cloudtrail`: which rules apply to its
/// events, and where their identity and time stand. Rules for a category apply to events of that category only:
/// `windows.sysmon/process_creation`.
public record EventSource(String id, LogSource logSource) {
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
        return EventTime.of(event);
    }
}
