package tw.vigil.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a request was not taken (RFC 9457).
///
/// @param type a URI reference that names the kind of problem
/// @param title the kind of problem, always the same for a type
/// @param detail what is wrong in this request and what is accepted
/// @param instance the address asked for
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String type, String title, int status, String detail, String instance) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    static Problem of(String kind, String title, int status, String detail, String instance) {
        return new Problem("urn:vigil:problem:" + kind, title, status, detail, instance);
    }

    Response response(@Nullable Duration retryAfter) {
        var response = Response.status(status).type(MEDIA_TYPE).entity(json());
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
        }
        if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"vigil-ingest\"");
        }
        return response.build();
    }

    private String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts serialises", e);
        }
    }
}
