package tw.vigil.ingest.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.body.Body;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.body.LimitExceededException;
import tw.vigil.ingest.http.Tokens;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.intake.Intake;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.ledger.Outcome;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LineSource;
import tw.vigil.ingest.source.Sources;

/// Takes logs in as OpenTelemetry's exporters and collectors send them (OTLP 1.x over HTTP, protobuf and JSON).
@Path("/v1/otlp/{source}/v1/logs")
@Tag(name = "otlp")
public class OtlpLogsResource {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private final Tokens tokens;
    private final Sources sources;
    private final Intake intake;
    private final Ledger ledger;
    private final BodyLimits limits;

    OtlpLogsResource(Tokens tokens, Sources sources, Intake intake, Ledger ledger, OtlpConfig config) {
        this.tokens = tokens;
        this.sources = sources;
        this.intake = intake;
        this.ledger = ledger;
        limits = new BodyLimits(config.bodyBytes(), config.bodyBytes(), Integer.MAX_VALUE);
    }

    @POST
    @RunOnVirtualThread
    @Consumes({PROTOBUF, JSON})
    @Operation(
            summary = "Takes OpenTelemetry logs of a source",
            description =
                    "OTLP over HTTP. Answers once Kafka has every record; those in quarantine are told as rejected.")
    @APIResponse(responseCode = "200", description = "ExportLogsServiceResponse in the request's encoding")
    @APIResponse(
            responseCode = "400",
            description = "Not an ExportLogsServiceRequest, or too large; not to be sent again")
    @APIResponse(responseCode = "429", description = "Too much on its way; send again later")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge; send again later")
    public Response take(
            @PathParam("source") @Parameter(description = "Source id", example = "kubernetes.audit") String sourceId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Parameter(hidden = true) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) @Nullable String contentType,
            InputStream body) {
        var encoding = contentType != null && contentType.startsWith(JSON)
                ? LogRecords.Encoding.JSON
                : LogRecords.Encoding.PROTOBUF;
        ConfiguredSource source = sources.find(sourceId);
        Tokens.Verdict verdict = tokens.judge(sourceId, authorization);
        if (verdict != Tokens.Verdict.ALLOWED || source == null) {
            return refuse(verdict, source, encoding);
        }
        try {
            LogRecords.Lines records =
                    LogRecords.of(read(body, encoding), encoding, source.source() instanceof LineSource);
            if (records.count() == 0) {
                return answer(ExportLogsServiceResponse.getDefaultInstance(), encoding, Response.Status.OK, 0);
            }
            Receipt receipt = intake.take(
                    source, new ByteArrayInputStream(records.lines()), Format.LINES, null, Context.current());
            ledger.request(sourceId, Outcome.TAKEN);
            return answer(success(receipt), encoding, Response.Status.OK, 0);
        } catch (InvalidProtocolBufferException _) {
            ledger.request(sourceId, Outcome.UNSUPPORTED);
            return fail(
                    Code.INVALID_ARGUMENT, "not an ExportLogsServiceRequest", encoding, Response.Status.BAD_REQUEST, 0);
        } catch (LimitExceededException e) {
            ledger.request(sourceId, Outcome.TOO_LARGE);
            return fail(
                    Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()), encoding, Response.Status.BAD_REQUEST, 0);
        } catch (BusyException _) {
            ledger.request(sourceId, Outcome.BUSY);
            return fail(Code.UNAVAILABLE, "too much on its way", encoding, Response.Status.TOO_MANY_REQUESTS, 1);
        } catch (KafkaUnavailableException _) {
            ledger.request(sourceId, Outcome.KAFKA_UNAVAILABLE);
            return fail(
                    Code.UNAVAILABLE, "Kafka does not acknowledge", encoding, Response.Status.SERVICE_UNAVAILABLE, 5);
        } catch (IOException _) {
            ledger.request(sourceId, Outcome.ABORTED);
            return fail(Code.UNAVAILABLE, "the body ended early", encoding, Response.Status.SERVICE_UNAVAILABLE, 1);
        }
    }

    private ExportLogsServiceRequest read(InputStream in, LogRecords.Encoding encoding) throws IOException {
        try (var body = new Body(in, limits)) {
            byte[] bytes = body.readAllBytes();
            if (body.damage() != null) {
                throw new InvalidProtocolBufferException(body.damage());
            }
            if (encoding == LogRecords.Encoding.PROTOBUF) {
                return ExportLogsServiceRequest.parseFrom(bytes);
            }
            var request = ExportLogsServiceRequest.newBuilder();
            JsonFormat.parser().ignoringUnknownFields().merge(new String(bytes, StandardCharsets.UTF_8), request);
            return request.build();
        }
    }

    /// Rejected are the records that went to quarantine: they are kept, and sending them again would not help.
    private static ExportLogsServiceResponse success(Receipt receipt) {
        var response = ExportLogsServiceResponse.newBuilder();
        if (receipt.quarantined() > 0) {
            var first = receipt.problems().getFirst();
            response.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(receipt.quarantined())
                    .setErrorMessage("in quarantine; the first, " + first.position() + ": " + first.detail()));
        }
        return response.build();
    }

    private Response refuse(Tokens.Verdict verdict, @Nullable ConfiguredSource source, LogRecords.Encoding encoding) {
        String sourceId = source == null ? "unknown" : source.id();
        return switch (verdict) {
            case UNKNOWN_TOKEN -> {
                ledger.request("unknown", Outcome.UNAUTHENTICATED);
                yield fail(
                        Code.UNAUTHENTICATED,
                        "token is missing or not known",
                        encoding,
                        Response.Status.UNAUTHORIZED,
                        0);
            }
            case OTHER_SOURCE -> {
                ledger.request(sourceId, Outcome.FORBIDDEN);
                yield fail(
                        Code.PERMISSION_DENIED,
                        "token belongs to another source",
                        encoding,
                        Response.Status.FORBIDDEN,
                        0);
            }
            case NO_SUCH_SOURCE, ALLOWED -> {
                ledger.request("unknown", Outcome.UNKNOWN_SOURCE);
                yield fail(Code.NOT_FOUND, "no such source", encoding, Response.Status.NOT_FOUND, 0);
            }
        };
    }

    private static Response fail(
            Code code, String message, LogRecords.Encoding encoding, Response.Status status, int retryAfter) {
        return answer(
                Status.newBuilder()
                        .setCode(code.getNumber())
                        .setMessage(message)
                        .build(),
                encoding,
                status,
                retryAfter);
    }

    private static Response answer(
            Message message, LogRecords.Encoding encoding, Response.Status status, int retryAfter) {
        try {
            var response = encoding == LogRecords.Encoding.JSON
                    ? Response.status(status)
                            .type(JSON)
                            .entity(JsonFormat.printer()
                                    .omittingInsignificantWhitespace()
                                    .print(message))
                    : Response.status(status).type(PROTOBUF).entity(message.toByteArray());
            if (retryAfter > 0) {
                response.header(HttpHeaders.RETRY_AFTER, retryAfter);
            }
            return response.build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message of our own can be printed", e);
        }
    }
}
