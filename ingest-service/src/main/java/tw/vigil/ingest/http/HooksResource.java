package tw.vigil.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.context.Context;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.body.LimitExceededException;
import tw.vigil.ingest.hook.Call;
import tw.vigil.ingest.hook.Hook;
import tw.vigil.ingest.hook.Hooks;
import tw.vigil.ingest.hook.Reply;
import tw.vigil.ingest.hook.Verdict;
import tw.vigil.ingest.intake.Arrival;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.ledger.Outcome;
import tw.vigil.ingest.own.Refusals;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Takes what vendors push: handshake and proof are the hook's, the rest is as for any sender.
@Path("/v1/hooks/{source}")
@Tag(name = "hooks")
public class HooksResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(200);
    private static final Duration WHEN_UNDECIDED = Duration.ofSeconds(30);

    private final Hooks hooks;
    private final Sources sources;
    private final Handover handover;
    private final Ledger ledger;
    private final Refusals refusals;
    private final RefusalLog log = new RefusalLog();

    HooksResource(Hooks hooks, Sources sources, Handover handover, Ledger ledger, Refusals refusals) {
        this.hooks = hooks;
        this.sources = sources;
        this.handover = handover;
        this.ledger = ledger;
        this.refusals = refusals;
    }

    @POST
    @RunOnVirtualThread
    @Operation(
            summary = "Takes what a vendor pushes",
            description = "SNS, Event Grid, CloudEvents, Pub/Sub, GitHub, Okta, Firehose, Microsoft 365 and Kubernetes,"
                    + " as configured for the source. Answers as the vendor expects, once Kafka has every record.")
    @APIResponse(responseCode = "200", description = "All of it is in Kafka, or a handshake is answered")
    @APIResponse(responseCode = "400", description = "Not what the vendor sends")
    @APIResponse(responseCode = "401", description = "No proof that the vendor sent it, or no such hook")
    @APIResponse(responseCode = "403", description = "Of a topic that the source does not take")
    @APIResponse(responseCode = "413", description = "Larger than allowed")
    @APIResponse(responseCode = "429", description = "Too much on its way; send again later")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge, or the proof cannot be judged now")
    public Response push(
            @PathParam("source") @Parameter(description = "Source id", example = "aws.cloudtrail") String sourceId,
            @jakarta.ws.rs.core.Context HttpServerRequest request,
            InputStream body) {
        return take(sourceId, request, body);
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Answers a vendor's challenge")
    @APIResponse(responseCode = "200", description = "The handshake is answered")
    @APIResponse(responseCode = "401", description = "No proof that the vendor sent it, or no such hook")
    public Response challenge(
            @PathParam("source") String sourceId, @jakarta.ws.rs.core.Context HttpServerRequest request) {
        return take(sourceId, request, InputStream.nullInputStream());
    }

    @OPTIONS
    @RunOnVirtualThread
    @Operation(summary = "Says whether an origin may deliver CloudEvents")
    @APIResponse(responseCode = "200", description = "It may")
    @APIResponse(responseCode = "401", description = "It may not, or no such hook")
    public Response permission(
            @PathParam("source") String sourceId, @jakarta.ws.rs.core.Context HttpServerRequest request) {
        return take(sourceId, request, InputStream.nullInputStream());
    }

    private Response take(String sourceId, HttpServerRequest request, InputStream body) {
        long start = System.nanoTime();
        String instance = "/v1/hooks/" + sourceId;
        Hook hook = hooks.find(sourceId);
        ConfiguredSource source = sources.find(sourceId);
        if (hook == null || source == null) {
            ledger.request("unknown", Outcome.UNAUTHENTICATED);
            refusals.refused("unknown", "unknown_hook", address(request));
            return unproven(instance).response(null);
        }
        try (Call call = Calls.of(request, body, hooks.bodies())) {
            return response(hook.answer(call, usual(new Push(hook, source, call, instance, address(request), start))));
        }
    }

    /// A request to a hook that there is.
    ///
    /// @param address of the sender
    /// @param start nanoseconds
    private record Push(Hook hook, ConfiguredSource source, Call call, String instance, String address, long start) {}

    private static String address(HttpServerRequest request) {
        return request.remoteAddress().hostAddress();
    }

    private Reply usual(Push push) {
        try {
            return switch (push.hook().judge(push.call())) {
                case Verdict.Take take -> taken(push, take);
                case Verdict.Handshake(var reply) -> {
                    ledger.request(push.source().id(), Outcome.HANDSHAKE);
                    yield reply;
                }
                case Verdict.Unproven(var forged, var reason) -> {
                    note(push, forged ? Outcome.FORGED : Outcome.UNAUTHENTICATED, reason);
                    refusals.refused(push.source().id(), forged ? "forged" : "unproven", push.address());
                    yield reply(unproven(push.instance()), null);
                }
                case Verdict.Forbidden(var detail) -> {
                    note(push, Outcome.FORBIDDEN, detail);
                    refusals.refused(push.source().id(), "other_topic", push.address());
                    yield reply(problem(push, "forbidden", "Not taken by this source", 403, detail), null);
                }
                case Verdict.Malformed(var detail) -> {
                    note(push, Outcome.MALFORMED, detail);
                    yield reply(problem(push, "malformed", "Not what the vendor sends", 400, detail), null);
                }
                case Verdict.Undecided(var detail) -> {
                    note(push, Outcome.UNDECIDED, detail);
                    yield reply(problem(push, "undecided", "Cannot be judged now", 503, detail), WHEN_UNDECIDED);
                }
            };
        } catch (LimitExceededException e) {
            return reply(handover.tooLarge(push.source(), String.valueOf(e.getMessage()), push.instance()));
        } catch (BusyException e) {
            return reply(handover.busy(push.source(), e, push.instance()));
        } catch (IOException e) {
            return reply(handover.aborted(push.source(), e, push.instance()));
        }
    }

    private void note(Push push, Outcome outcome, String reason) {
        ledger.request(push.source().id(), outcome);
        log.warn(push.source().id(), reason);
    }

    private static Problem problem(Push push, String kind, String title, int status, String detail) {
        return Problem.of(kind, title, status, detail, push.instance());
    }

    private Reply taken(Push push, Verdict.Take take) {
        ConfiguredSource source = push.source();
        if (!MediaTypes.knowsEncoding(push.call().header("content-encoding"))) {
            ledger.request(source.id(), Outcome.UNSUPPORTED);
            String accepted = "accepted are the encodings gzip and identity";
            return reply(
                    problem(push, "unsupported-media-type", "Content encoding is not understood", 415, accepted), null);
        }
        var arrival = Arrival.of(take.format(), Context.current()).with(take.hints());
        Duration budget = push.hook().budget();
        if (budget != null) {
            Duration left = budget.minusNanos(System.nanoTime() - push.start());
            arrival = arrival.within(left.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : left);
        }
        return reply(handover.take(source, take.body(), arrival, push.instance()));
    }

    /// One answer to all who prove nothing, so that it tells nobody which sources there are.
    private static Problem unproven(String instance) {
        return Problem.of(
                "unauthenticated",
                "Nothing proves the sender",
                401,
                "no such hook, or the signature, token or key that it needs is missing or not known",
                instance);
    }

    private static Reply reply(Handover.Result result) {
        return switch (result) {
            case Handover.Result.Taken(var receipt) ->
                new Reply(200, MediaType.APPLICATION_JSON, json(receipt), Map.of());
            case Handover.Result.Refused(var problem, var retryAfter) -> reply(problem, retryAfter);
        };
    }

    private static Reply reply(Problem problem, @Nullable Duration retryAfter) {
        return new Reply(
                problem.status(),
                Problem.MEDIA_TYPE,
                json(problem),
                retryAfter == null ? Map.of() : Map.of(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds())));
    }

    private static Response response(Reply reply) {
        var response = Response.status(reply.status());
        if (!reply.mediaType().isEmpty()) {
            response.type(reply.mediaType()).entity(reply.body());
        }
        reply.headers().forEach(response::header);
        return response.build();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers serialises", e);
        }
    }
}
