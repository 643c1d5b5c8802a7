package tw.vigil.ingest.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.http.QuarantineAnswers.ReplayOrder;
import tw.vigil.ingest.own.OwnEvents;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.quarantine.QuarantineReader;
import tw.vigil.ingest.quarantine.QuarantinedRecord;
import tw.vigil.ingest.quarantine.ReplayRun;
import tw.vigil.ingest.quarantine.Replays;
import tw.vigil.ingest.quarantine.Selection;

/// What was rejected, for operators: to look at, and to send again. Each look at a record and each replay is an event
/// of product `vigil`.
@Path("/v1/quarantine")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Tag(name = "quarantine")
@APIResponse(responseCode = "401", description = "No token of an operator")
@APIResponse(responseCode = "503", description = "Kafka does not answer")
public class QuarantineResource {
    private static final int MOST = 1000;
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final String HERE = "/v1/quarantine";

    private final Operators operators;
    private final QuarantineReader reader;
    private final Replays replays;
    private final ReplayRun run;
    private final OwnEvents events;

    QuarantineResource(Operators operators, QuarantineReader reader, Replays replays, ReplayRun run, OwnEvents events) {
        this.operators = operators;
        this.reader = reader;
        this.replays = replays;
        this.run = run;
        this.events = events;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Rejected records, newest first, without their bytes")
    @APIResponse(responseCode = "400", description = "since is no time, or limit is out of bounds")
    public Response list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Parameter(hidden = true) @Nullable String authorization,
            @Context HttpServerRequest request,
            @QueryParam("source") @Nullable String source,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("since") @Parameter(description = "RFC 3339 time") @Nullable String since,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        if (operators.name(authorization, request) == null) {
            return unauthenticated();
        }
        Selection selection;
        try {
            selection = selection(source, reason, since, limit);
        } catch (IllegalArgumentException e) {
            return wrong(e);
        }
        try {
            var found = reader.newest(selection, _ -> true);
            return Response.ok(QuarantineAnswers.list(found, replays)).build();
        } catch (KafkaUnavailableException e) {
            return away(e);
        }
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(summary = "One rejected record with its bytes")
    @APIResponse(responseCode = "404", description = "Not there, or no longer")
    public Response show(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Parameter(hidden = true) @Nullable String authorization,
            @Context HttpServerRequest request,
            @PathParam("id") @Parameter(description = "Partition and offset", example = "2-17") String id) {
        String operator = operators.name(authorization, request);
        if (operator == null) {
            return unauthenticated();
        }
        try {
            var place = QuarantinedRecord.Id.of(id);
            QuarantinedRecord record = place == null ? null : reader.find(place);
            if (record == null) {
                return Problem.of("not-there", "No such record", 404, "it is not in quarantine, or no longer", HERE)
                        .response(null);
            }
            events.write(OwnEvent.of(
                            "quarantine.read",
                            Instant.now(),
                            operator,
                            OwnEvents.COMPONENT,
                            OwnEvent.Outcome.SUCCESS,
                            Map.of("record", record.id().toString()))
                    .about(record.headers().sourceId()));
            return Response.ok(QuarantineAnswers.whole(record, replays)).build();
        } catch (KafkaUnavailableException e) {
            return away(e);
        }
    }

    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Sends rejected records again",
            description = "By id, or those of a source or reason, oldest first. What was sent again before is left out"
                    + " unless `again` is true. Records that were cut cannot be sent again.")
    @APIResponse(responseCode = "400", description = "Neither ids nor source nor reason, or out of bounds")
    @APIResponse(responseCode = "409", description = "Another replay runs, or it is not known yet what was sent again")
    public Response replay(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Parameter(hidden = true) @Nullable String authorization,
            @Context HttpServerRequest request,
            ReplayOrder order) {
        String operator = operators.name(authorization, request);
        if (operator == null) {
            return unauthenticated();
        }
        if (!replays.known()) {
            return Problem.of("starting", "Not ready yet", 409, "what was sent again is still being read", HERE)
                    .response(LATER);
        }
        try {
            var selection = selection(order.source(), order.reason(), order.since(), order.most());
            var done = run.run(order.places(), selection, operator, order.again());
            return done == null
                    ? Problem.of("busy", "Another replay runs", 409, "wait for its end", HERE)
                            .response(LATER)
                    : Response.ok(done).build();
        } catch (IllegalArgumentException e) {
            return wrong(e);
        } catch (BusyException | KafkaUnavailableException e) {
            return away(e);
        }
    }

    private static Selection selection(
            @Nullable String source, @Nullable String reason, @Nullable String since, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is 1 to " + MOST);
        }
        try {
            return new Selection(source, reason, since == null ? null : Instant.parse(since), limit);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("since is an RFC 3339 time such as 2026-08-20T10:15:30Z", e);
        }
    }

    private static Response wrong(IllegalArgumentException e) {
        return Problem.of("bad-request", "The request is not understood", 400, String.valueOf(e.getMessage()), HERE)
                .response(null);
    }

    private static Response unauthenticated() {
        return Problem.of(
                        "unauthenticated",
                        "Token is missing or not known",
                        401,
                        "send Authorization: Bearer <token of an operator>; tokens of sources open nothing here",
                        HERE)
                .response(null);
    }

    private static Response away(Exception e) {
        return Problem.of("kafka-unavailable", "Kafka does not answer", 503, String.valueOf(e.getMessage()), HERE)
                .response(LATER);
    }
}
