package tw.vigil.ingest.http;

import io.opentelemetry.context.Context;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Arrival;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.ledger.Outcome;
import tw.vigil.ingest.own.Refusals;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Takes events in over HTTP.
@Path("/v1/events/{source}")
@Tag(name = "events")
public class EventsResource {
    private static final Pattern RECORD_FIELD = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String RECORD_FIELD_FORM =
            "accepted is the name of one top-level field: letters, digits, _ and -, at most 64";

    private final Tokens tokens;
    private final Sources sources;
    private final Handover handover;
    private final Ledger ledger;
    private final Refusals refusals;

    EventsResource(Tokens tokens, Sources sources, Handover handover, Ledger ledger, Refusals refusals) {
        this.tokens = tokens;
        this.sources = sources;
        this.handover = handover;
        this.ledger = ledger;
        this.refusals = refusals;
    }

    @POST
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Takes audit records of a source",
            description = "JSON object, array, JSON lines, CloudTrail file, EventList, EventBridge event or CloudEvent"
                    + " (binary, structured, batch), plain or gzip. Answers 200 once Kafka has every record, those in"
                    + " quarantine too. Sending again is harmless.")
    @APIResponse(
            responseCode = "200",
            description = "All of it is in Kafka",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Receipt.class)))
    @APIResponse(responseCode = "400", description = "The body ended early, or record-field is no field name")
    @APIResponse(responseCode = "401", description = "No token, or one that no source has")
    @APIResponse(responseCode = "403", description = "The token of another source")
    @APIResponse(responseCode = "404", description = "No such source")
    @APIResponse(responseCode = "413", description = "Larger than allowed; what lay before the limit was taken")
    @APIResponse(responseCode = "415", description = "Content type or encoding that is not understood")
    @APIResponse(responseCode = "429", description = "Too much on its way; send again later")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge; send all of it again later")
    public Response take(
            @PathParam("source") @Parameter(description = "Source id", example = "aws.cloudtrail") String sourceId,
            @QueryParam("record-field")
                    @Parameter(description = "Field that holds the record where a shipper wrapped each one")
                    @Nullable
                    String recordField,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Parameter(hidden = true) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Parameter(hidden = true) @Nullable String contentEncoding,
            @jakarta.ws.rs.core.Context HttpServerRequest request,
            InputStream body) {
        String instance = "/v1/events/" + sourceId;
        Response refusal = refuse(sourceId, authorization, instance, request);
        if (refusal != null) {
            return refusal;
        }
        ConfiguredSource source = sources.find(sourceId);
        if (source == null) {
            throw new IllegalStateException("a token allows a source that is not configured: " + sourceId);
        }
        Format format = MediaTypes.format(contentType);
        if (format == null || !MediaTypes.knowsEncoding(contentEncoding)) {
            ledger.request(sourceId, Outcome.UNSUPPORTED);
            return Problem.of(
                            "unsupported-media-type",
                            "Content type or encoding is not understood",
                            415,
                            "accepted are " + MediaTypes.ACCEPTED + "; encodings gzip and identity",
                            instance)
                    .response(null);
        }
        if (recordField != null && !RECORD_FIELD.matcher(recordField).matches()) {
            ledger.request(sourceId, Outcome.UNSUPPORTED);
            return Problem.of("bad-record-field", "record-field is no field name", 400, RECORD_FIELD_FORM, instance)
                    .response(null);
        }
        return handover.take(source, body, Arrival.of(format, Context.current()).inField(recordField), instance)
                .response();
    }

    private @Nullable Response refuse(
            String sourceId, @Nullable String authorization, String instance, HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        return switch (tokens.judge(sourceId, authorization)) {
            case ALLOWED -> null;
            case UNKNOWN_TOKEN -> {
                ledger.request("unknown", Outcome.UNAUTHENTICATED);
                refusals.refused("unknown", "unknown_token", address);
                yield Problem.of(
                                "unauthenticated",
                                "Token is missing or not known",
                                401,
                                "send Authorization: Bearer <token of the source>",
                                instance)
                        .response(null);
            }
            case OTHER_SOURCE -> {
                ledger.request(sourceId, Outcome.FORBIDDEN);
                refusals.refused(sourceId, "other_source", address);
                yield Problem.of(
                                "forbidden",
                                "Token belongs to another source",
                                403,
                                "a token sends for its own source only",
                                instance)
                        .response(null);
            }
            case NO_SUCH_SOURCE -> {
                ledger.request("unknown", Outcome.UNKNOWN_SOURCE);
                refusals.refused("unknown", "unknown_source", address);
                yield Problem.of("unknown-source", "No such source", 404, "the source id is not configured", instance)
                        .response(null);
            }
        };
    }
}
