package tw.vigil.alert.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// An error as RFC 9457 says.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String title, int status, @Nullable String detail) {
    private static final String MEDIA_TYPE = "application/problem+json";

    static Response response(Response.Status status, @Nullable String detail) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(new Problem(status.getReasonPhrase(), status.getStatusCode(), detail))
                .build();
    }
}
