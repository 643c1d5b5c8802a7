package tw.vigil.evaluator.revision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.pack.ActiveRules.RulesRejectedException;
import tw.vigil.event.InstanceRules;
import tw.vigil.event.RuleSetRevision;

/// Rule sets: what is in use, what was, and the next one. Everything asks for a rule engineer's token.
@Path("/v1/rules/revisions")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
class RevisionsResource {
    private static final int LONGEST_COMMENT = 1_000;

    private final Engineers engineers;
    private final Revisions revisions;

    RevisionsResource(Engineers engineers, Revisions revisions) {
        this.engineers = engineers;
        this.revisions = revisions;
    }

    /// @param files the whole rule set
    /// @param base hash of the revision that it was made from; absent = whatever is active
    record Push(
            @JsonProperty("files") @Nullable List<RuleSetRevision.File> files,
            @JsonProperty("comment") @Nullable String comment,
            @JsonProperty("base") @Nullable String base) {}

    record Approval(@JsonProperty("hash") @Nullable String hash) {}

    record Restoration(@JsonProperty("comment") @Nullable String comment) {}

    /// @param number 0 while it waits: it is counted when it becomes active
    record Pushed(
            @JsonProperty("number") long number,
            @JsonProperty("hash") String hash,
            @JsonProperty("active") boolean active) {

        static Pushed of(Revisions.Outcome outcome) {
            long number = outcome.active() ? outcome.revision().number() : 0;
            return new Pushed(number, outcome.revision().hash(), outcome.active());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Overview(
            @JsonProperty("active") RevisionHistory.@Nullable Summary active,
            @JsonProperty("proposed") RevisionHistory.@Nullable Summary proposed,
            @JsonProperty("revisions") List<RevisionHistory.Summary> revisions,
            @JsonProperty("instances") List<InstanceRules> instances) {}

    /// What an account asks for.
    @FunctionalInterface
    private interface Request {
        Response answer(String account) throws IOException, InterruptedException, RevisionLog.ConflictException;
    }

    @GET
    public Response overview(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return answer(authorization, _ -> {
            RevisionHistory history = revisions.history();
            RuleSetRevision active = history.active();
            RuleSetRevision proposed = history.proposed();
            return Response.ok(new Overview(
                            active == null ? null : RevisionHistory.Summary.of(active),
                            proposed == null ? null : RevisionHistory.Summary.of(proposed),
                            List.copyOf(history.kept().values()),
                            List.copyOf(history.instances())))
                    .build();
        });
    }

    @GET
    @Path("/{number}")
    public Response one(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @PathParam("number") long number) {
        return answer(authorization, _ -> {
            RuleSetRevision kept = revisions.kept(number);
            return kept == null ? absent(number) : Response.ok(kept).build();
        });
    }

    @GET
    @Path("/proposed")
    public Response proposed(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return answer(authorization, _ -> {
            RuleSetRevision waiting = revisions.history().proposed();
            return waiting == null
                    ? Problem.of("no-proposal", "Nothing waits", 404, "no revision waits for approval")
                    : Response.ok(waiting).build();
        });
    }

    /// 201 with the revision that became active, or 202 when it waits for a second person.
    @POST
    public Response push(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @Nullable Push push) {
        return answer(authorization, account -> {
            if (push == null || push.files() == null || push.files().isEmpty()) {
                return Problem.of(
                        "no-rules", "No rules", 400, "send files: a list of {path, text}, the whole rule set");
            }
            if (tooLong(push.comment())) {
                return longComment();
            }
            Revisions.Outcome outcome = revisions.push(push.files(), account, push.comment(), push.base());
            return Response.status(outcome.active() ? 201 : 202)
                    .entity(Pushed.of(outcome))
                    .build();
        });
    }

    @POST
    @Path("/proposed/approve")
    public Response approve(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @Nullable Approval approval) {
        return answer(authorization, account -> {
            if (approval == null || approval.hash() == null) {
                return Problem.of("no-hash", "No hash", 400, "send hash: that of the revision you have looked at");
            }
            return Response.status(201)
                    .entity(Pushed.of(revisions.approve(approval.hash(), account)))
                    .build();
        });
    }

    @POST
    @Path("/{number}/restore")
    public Response restore(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("number") long number,
            @Nullable Restoration restoration) {
        return answer(authorization, account -> {
            String comment = restoration == null ? null : restoration.comment();
            if (tooLong(comment)) {
                return longComment();
            }
            Revisions.Outcome outcome = revisions.restore(number, account, comment);
            return outcome == null
                    ? absent(number)
                    : Response.status(201).entity(Pushed.of(outcome)).build();
        });
    }

    private Response answer(@Nullable String authorization, Request request) {
        String account = engineers.account(authorization);
        if (account == null) {
            return Problem.of(
                    "unauthenticated",
                    "Token is missing or not known",
                    401,
                    "send Authorization: Bearer <token of a rule engineer>");
        }
        try {
            return request.answer(account);
        } catch (RulesRejectedException e) {
            return Problem.of(
                    "rules-rejected",
                    "The rule set does not load",
                    422,
                    e.problems().size() + " problems; the rules in use stay",
                    e.problems());
        } catch (RevisionLog.ConflictException e) {
            return Problem.of("conflict", "Not published", 409, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Problem.of(
                    "kafka-unavailable", "The brokers do not answer", 503, e.getMessage() + "; nothing was published");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Problem.of("stopping", "The service stops", 503, "send it again");
        }
    }

    private static Response absent(long number) {
        return Problem.of("no-revision", "No such revision", 404, "there is no revision " + number);
    }

    private static boolean tooLong(@Nullable String comment) {
        return comment != null && comment.length() > LONGEST_COMMENT;
    }

    private static Response longComment() {
        return Problem.of("long-comment", "Comment is too long", 400, "at most " + LONGEST_COMMENT + " characters");
    }
}
