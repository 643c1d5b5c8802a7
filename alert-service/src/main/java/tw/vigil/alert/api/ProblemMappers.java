package tw.vigil.alert.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import tw.vigil.alert.alerts.ActionRefused;
import tw.vigil.alert.storage.DatabaseAway;

/// Errors of every resource as problems.
class ProblemMappers {
    @ServerExceptionMapper
    Response refused(ActionRefused e) {
        Status status = switch (e.reason()) {
            case NOT_FOUND -> Status.NOT_FOUND;
            case CONFLICT -> Status.CONFLICT;
            case FORBIDDEN -> Status.FORBIDDEN;
            case INVALID -> Status.BAD_REQUEST;
        };
        return Problem.response(status, e.getMessage());
    }

    @ServerExceptionMapper
    Response away(DatabaseAway e) {
        return Problem.response(Status.SERVICE_UNAVAILABLE, "the database is away; try again");
    }

    @ServerExceptionMapper
    Response unreadable(JsonProcessingException e) {
        return Problem.response(Status.BAD_REQUEST, "the body is not the JSON that is expected here");
    }
}
