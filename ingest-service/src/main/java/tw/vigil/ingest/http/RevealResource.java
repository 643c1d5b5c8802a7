package tw.vigil.ingest.http;

import io.opentelemetry.context.Context;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.own.OwnEvents;
import tw.vigil.ingest.protect.Protection;
import tw.vigil.ingest.protect.ValueTokens;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.EventLog;
import tw.vigil.ingest.publish.KafkaUnavailableException;

/// Says what a token stands for, to an auditor, after an event says that it was asked. Refusals are events too.
@Path("/v1/reveal")
@Tag(name = "protected values")
public class RevealResource {
    static final String REVEALED = "customer_data.revealed";

    private static final String INSTANCE = "/v1/reveal";
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_TOKEN = 2_000_000;

    private final Revealers revealers;
    private final Protection protection;
    private final OwnEvents events;
    private final EventLog log;

    RevealResource(Revealers revealers, Protection protection, OwnEvents events, EventLog log) {
        this.revealers = revealers;
        this.protection = protection;
        this.events = events;
        this.log = log;
    }

    /// @param token as it stands in a record, its dot left out or not
    /// @param reason a person's own words
    public record Question(@Nullable String token, @Nullable String reason) {
        @Override
        public String toString() {
            return "Question";
        }
    }

    /// @param value as it stood in the record
    public record Answer(String kind, String value) {
        @Override
        public String toString() {
            return "Answer";
        }
    }

    @POST
    @RunOnVirtualThread
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "What a token stands for; who asked and why becomes an audit event first")
    @APIResponse(responseCode = "200", description = "The value, as it stood in the record")
    @APIResponse(responseCode = "400", description = "No token, or no reason of 10 to 500 characters")
    @APIResponse(responseCode = "401", description = "No credential of an auditor")
    @APIResponse(responseCode = "404", description = "No token of this installation, or its key is gone")
    @APIResponse(responseCode = "503", description = "The event cannot be written; nothing was revealed")
    public Response reveal(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @jakarta.ws.rs.core.Context HttpServerRequest request,
            @Nullable Question question) {
        String address = request.remoteAddress().hostAddress();
        String account = revealers.account(authorization);
        if (account == null) {
            refused("unknown", "unknown_credential", address, null);
            return problem("unauthenticated", "Credential is missing or not known", 401, "an auditor's own is needed");
        }
        String token = question == null || question.token() == null
                ? ""
                : question.token().strip();
        String reason = question == null || question.reason() == null
                ? ""
                : question.reason().strip();
        if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
            refused(account, "no_token", address, null);
            return problem("no-token", "No token", 400, "accepted is vigil:protected:<kind>:<text>.");
        }
        if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
            refused(account, "no_reason", address, token);
            return problem("no-reason", "No reason", 400, "say why in 10 to 500 characters");
        }
        ValueTokens.Revealed revealed = protection.reveal(token);
        if (revealed == null) {
            refused(account, "not_ours", address, token);
            return problem("not-ours", "Not a token of this installation", 404, "it is another's, or its key is gone");
        }
        return answer(account, reason, address, token, revealed);
    }

    private Response answer(
            String account, String reason, String address, String token, ValueTokens.Revealed revealed) {
        var details = Map.of("kind", revealed.kind(), "address", address, "token_fingerprint", fingerprint(token));
        try {
            var batch = log.open(Context.current());
            events.write(
                    batch,
                    OwnEvent.of(
                                    REVEALED,
                                    Instant.now(),
                                    account,
                                    OwnEvents.COMPONENT,
                                    OwnEvent.Outcome.SUCCESS,
                                    details)
                            .about(fingerprint(token))
                            .because(protection.words(reason)));
            batch.await();
        } catch (BusyException | KafkaUnavailableException _) {
            return problem("not-recorded", "The event cannot be written", 503, "nothing was revealed; ask again later");
        }
        return Response.ok(new Answer(revealed.kind(), revealed.text()), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /// Counted, for whoever guesses guesses often.
    private void refused(String account, String reason, String address, @Nullable String token) {
        Map<String, String> details = token == null
                ? Map.of("address", address)
                : Map.of("address", address, "token_fingerprint", fingerprint(token));
        events.count(
                OwnEvent.of(REVEALED, Instant.now(), account, OwnEvents.COMPONENT, OwnEvent.Outcome.REFUSED, details)
                        .because(reason));
    }

    private static Response problem(String kind, String title, int status, String detail) {
        return Problem.of(kind, title, status, detail, INSTANCE).response(null);
    }

    /// Of the token, which is no secret: the same with and without its dot.
    private static String fingerprint(String token) {
        String bare = token.endsWith(".") ? token.substring(0, token.length() - 1) : token;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bare.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
