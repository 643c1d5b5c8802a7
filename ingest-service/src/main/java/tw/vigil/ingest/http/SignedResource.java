package tw.vigil.ingest.http;

import io.opentelemetry.context.Context;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Arrival;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.ledger.Outcome;
import tw.vigil.ingest.own.Refusals;
import tw.vigil.ingest.signed.SignedRequest;
import tw.vigil.ingest.signed.SignedRequest.Proof;
import tw.vigil.ingest.signed.SigningKeys;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Takes what its sender signed, such as acts of governance.
@Path("/v1/signed/{source}")
@Tag(name = "signed")
public class SignedResource {
    private static final Logger LOG = Logger.getLogger(SignedResource.class);
    private static final int LARGEST = 1 << 20;

    private final SigningKeys keys;
    private final Sources sources;
    private final Handover handover;
    private final Ledger ledger;
    private final Refusals refusals;

    SignedResource(SigningKeys keys, Sources sources, Handover handover, Ledger ledger, Refusals refusals) {
        this.keys = keys;
        this.sources = sources;
        this.handover = handover;
        this.ledger = ledger;
        this.refusals = refusals;
    }

    @POST
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Takes records that their sender signed",
            description = "HMAC-SHA256 or Ed25519 over the time in seconds, a line break and the body.")
    @APIResponse(responseCode = "200", description = "All of it is in Kafka")
    @APIResponse(responseCode = "400", description = "The body ended early")
    @APIResponse(
            responseCode = "401",
            description = "No signature by a key of the source, or one that does not hold now")
    @APIResponse(responseCode = "413", description = "Larger than 1 MiB")
    @APIResponse(responseCode = "429", description = "Too much on its way; send again later")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge; send again later")
    public Response take(
            @PathParam("source") @Parameter(description = "Source id", example = "governance.act") String sourceId,
            @HeaderParam(SignedRequest.KEY_HEADER) @Nullable String key,
            @HeaderParam(SignedRequest.TIMESTAMP_HEADER) @Nullable String timestamp,
            @HeaderParam(SignedRequest.SIGNATURE_HEADER) @Nullable String signature,
            @jakarta.ws.rs.core.Context HttpServerRequest request,
            InputStream body) {
        String instance = "/v1/signed/" + sourceId;
        ConfiguredSource source = sources.find(sourceId);
        if (source == null || key == null || timestamp == null || signature == null) {
            return refused("unknown", "unsigned", request, instance);
        }
        byte[] bytes;
        try {
            bytes = body.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            return handover.aborted(source, e, instance).response();
        }
        if (bytes.length > LARGEST) {
            return handover.tooLarge(source, "at most " + LARGEST + " bytes are taken", instance)
                    .response();
        }
        return switch (keys.prove(new SignedRequest(key, timestamp, signature), bytes, source)) {
            case Proof.Valid(var keyId) -> taken(source, keyId, bytes, instance);
            case Proof.Unknown(var reason) -> {
                LOG.debugf("signed request refused sourceId=%s reason=%s", sourceId, reason);
                yield refused(sourceId, "unknown_key", request, instance);
            }
            case Proof.Forged(var reason) -> {
                LOG.warnf("signed request refused sourceId=%s reason=%s", sourceId, reason);
                yield refused(sourceId, "forged", request, instance);
            }
        };
    }

    private Response taken(ConfiguredSource source, String keyId, byte[] body, String instance) {
        LOG.debugf("signed request sourceId=%s recipient=%s", source.id(), keyId);
        var arrival = Arrival.of(Format.ANY, Context.current());
        return handover.take(source, new ByteArrayInputStream(body), arrival, instance)
                .response();
    }

    private Response refused(String sourceId, String reason, HttpServerRequest request, String instance) {
        ledger.request(sourceId, Outcome.UNAUTHENTICATED);
        refusals.refused(sourceId, reason, request.remoteAddress().hostAddress());
        return Problem.of(
                        "unauthenticated",
                        "Signature is missing or does not hold",
                        401,
                        "send X-Vigil-Key, X-Vigil-Timestamp and X-Vigil-Signature by a key of the source, made now",
                        instance)
                .response(null);
    }
}
