package tw.vigil.ingest.hook;

import java.util.Map;

/// An HTTP answer.
///
/// @param mediaType of the body; empty when there is no body
public record Reply(int status, String mediaType, String body, Map<String, String> headers) {
    public static final Reply OK = empty(200, Map.of());

    private static final String JSON = "application/json";

    public Reply {
        headers = Map.copyOf(headers);
    }

    static Reply empty(int status, Map<String, String> headers) {
        return new Reply(status, "", "", headers);
    }

    static Reply json(String body) {
        return new Reply(200, JSON, body, Map.of());
    }

    static Reply text(String body) {
        return new Reply(200, "text/plain", body, Map.of("X-Content-Type-Options", "nosniff"));
    }

    Reply withStatus(int other) {
        return new Reply(other, mediaType, body, headers);
    }

    /// This, with headers in place of its own.
    public Reply withHeaders(Map<String, String> others) {
        return new Reply(status, mediaType, body, others);
    }

    Reply withJson(String other) {
        return new Reply(status, JSON, other, headers);
    }
}
