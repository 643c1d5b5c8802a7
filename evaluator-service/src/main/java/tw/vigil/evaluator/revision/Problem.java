package tw.vigil.evaluator.revision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import tw.vigil.sigma.RuleProblem;

/// Why a request was refused (RFC 9457).
///
/// @param problems what is wrong with the rules, each with file, line and column; empty when it is something else
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        @JsonProperty("type") String type,
        @JsonProperty("title") String title,
        @JsonProperty("status") int status,
        @JsonProperty("detail") String detail,
        @JsonProperty("problems") List<RuleProblem> problems) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Response of(String kind, String title, int status, String detail, List<RuleProblem> problems) {
        var body = new Problem("urn:vigil:problem:" + kind, title, status, detail, problems);
        var response = Response.status(status).type(MEDIA_TYPE).entity(body);
        if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"vigil-evaluator\"");
        }
        return response.build();
    }

    static Response of(String kind, String title, int status, String detail) {
        return of(kind, title, status, detail, List.of());
    }
}
