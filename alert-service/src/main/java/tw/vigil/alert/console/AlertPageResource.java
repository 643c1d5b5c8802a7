package tw.vigil.alert.console;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.Account;
import tw.vigil.alert.accounts.Accounts;
import tw.vigil.alert.accounts.Role;
import tw.vigil.alert.alerts.ActionRefused;
import tw.vigil.alert.alerts.AlertActions;
import tw.vigil.alert.alerts.AlertQueries;
import tw.vigil.alert.alerts.AlertStatus;
import tw.vigil.alert.alerts.Verdict;
import tw.vigil.alert.console.AlertView.Draft;
import tw.vigil.alert.routing.Units;

/// The page of one alert, and what is done there. An action that is done redirects; one that is refused shows the page
/// again with the reason and with what had been typed.
@Path("/alerts/{id}")
@ConsolePage
@RolesAllowed({Role.ANALYST_NAME, Role.AUDITOR_NAME})
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class AlertPageResource {
    private static final int UNPROCESSABLE = 422;

    private final AlertQueries queries;
    private final AlertActions actions;
    private final Accounts accounts;
    private final Units units;
    private final OpeningTimes openingTimes;
    private final Frames frames;
    private final SecurityIdentity identity;

    AlertPageResource(
            AlertQueries queries,
            AlertActions actions,
            Accounts accounts,
            Units units,
            OpeningTimes openingTimes,
            Frames frames,
            SecurityIdentity identity) {
        this.queries = queries;
        this.actions = actions;
        this.accounts = accounts;
        this.units = units;
        this.openingTimes = openingTimes;
        this.frames = frames;
        this.identity = identity;
    }

    /// The fields of all forms of the page.
    public static class Form {
        @PathParam("id")
        String id = "";

        /// Of the alert when the page was made; absent means "whatever it is now".
        @FormParam("version")
        @Nullable
        Integer version;

        @FormParam("comment")
        @Nullable
        String comment;

        @FormParam("assignee")
        @Nullable
        String assignee;

        @FormParam("verdict")
        @Nullable
        String verdict;

        /// The list to go back to; see [#back].
        @FormParam("back")
        @Nullable
        String back;

        private static String text(@Nullable String field) {
            return Objects.requireNonNullElse(field, "").strip();
        }

        Draft draft(String action, String error) {
            return new Draft(action, text(comment), text(verdict), text(assignee), error);
        }

        /// Where to go when the action is done: the page itself, or the list that the form names. Only a list: an
        /// address from a form must not lead anybody elsewhere.
        URI destination() {
            var list = text(back);
            return list.equals("/alerts") || list.startsWith("/alerts?")
                    ? URI.create(list.replaceAll("[^\\x21-\\x7e]", "") + "#" + id)
                    : URI.create("/alerts/" + id);
        }
    }

    /// The page.
    @GET
    public Response show(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        return page(id, headers, uri, Response.Status.OK.getStatusCode(), Draft.NONE);
    }

    @POST
    @Path("/acknowledge")
    public Response acknowledge(@BeanParam Form form, @Context HttpHeaders headers, @Context UriInfo uri) {
        return act("acknowledge", form, headers, uri, who -> actions.acknowledge(form.id, who, form.version, null));
    }

    @POST
    @Path("/start")
    public Response start(@BeanParam Form form, @Context HttpHeaders headers, @Context UriInfo uri) {
        return act("start", form, headers, uri, who -> actions.start(form.id, who, form.version, null));
    }

    /// Without an assignee it is the signed-in person who takes the alert.
    @POST
    @Path("/assign")
    public Response assign(@BeanParam Form form, @Context HttpHeaders headers, @Context UriInfo uri) {
        return act("assign", form, headers, uri, who -> {
            var assignee = Form.text(form.assignee);
            actions.assign(form.id, who, form.version, assignee.isEmpty() ? who.name() : assignee, null);
        });
    }

    @POST
    @Path("/comment")
    public Response comment(@BeanParam Form form, @Context HttpHeaders headers, @Context UriInfo uri) {
        var comment = Form.text(form.comment);
        if (comment.isEmpty()) {
            var error = Language.of(headers, uri).texts().errorCommentEmpty();
            return page(form.id, headers, uri, UNPROCESSABLE, form.draft("comment", error));
        }
        return act("comment", form, headers, uri, who -> actions.comment(form.id, who, comment));
    }

    @POST
    @Path("/close")
    public Response close(@BeanParam Form form, @Context HttpHeaders headers, @Context UriInfo uri) {
        var verdict = Verdict.of(Form.text(form.verdict));
        var comment = Form.text(form.comment);
        if (verdict.isEmpty() || comment.isEmpty()) {
            var error = Language.of(headers, uri).texts().errorVerdictAndComment();
            return page(form.id, headers, uri, UNPROCESSABLE, form.draft("close", error));
        }
        return act(
                "close", form, headers, uri, who -> actions.close(form.id, who, form.version, verdict.get(), comment));
    }

    private Response act(String action, Form form, HttpHeaders headers, UriInfo uri, Consumer<Account> does) {
        var account = accounts.of(identity);
        try {
            does.accept(account);
            return Response.seeOther(form.destination()).build();
        } catch (ActionRefused refused) {
            var error =
                    reason(refused, form.id, account, Language.of(headers, uri).texts());
            return page(form.id, headers, uri, status(refused.reason()), form.draft(action, error));
        }
    }

    private String reason(ActionRefused refused, String id, Account account, ConsoleTexts texts) {
        return switch (refused.reason()) {
            case NOT_FOUND -> texts.notFoundTitle();
            case CONFLICT -> isClosed(id) ? texts.errorClosed() : texts.errorChanged();
            case FORBIDDEN -> account.mayAct() ? texts.errorOwnAlert() : texts.errorNotAllowed();
            case INVALID -> texts.errorInvalid(Objects.requireNonNullElse(refused.getMessage(), ""));
        };
    }

    private boolean isClosed(String id) {
        return queries.alert(id)
                .filter(alert -> alert.summary().status() == AlertStatus.CLOSED)
                .isPresent();
    }

    private static int status(ActionRefused.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> Response.Status.NOT_FOUND.getStatusCode();
            case CONFLICT -> Response.Status.CONFLICT.getStatusCode();
            case FORBIDDEN -> Response.Status.FORBIDDEN.getStatusCode();
            case INVALID -> UNPROCESSABLE;
        };
    }

    private Response page(String id, HttpHeaders headers, UriInfo uri, int status, Draft draft) {
        var account = accounts.of(identity);
        var alert = queries.alert(id);
        if (alert.isEmpty()) {
            return notFound(id, headers, uri, account);
        }
        var frame = frames.frame(headers, uri, account, "", "/alerts/" + id);
        var dossier =
                new AlertViews.Dossier(alert.get(), queries.timeline(id), queries.deliveries(id), openingTimes.of(id));
        var view =
                new AlertViews(Labels.in(frame.language()), units).view(dossier, account, accounts.assignable(), draft);
        return Response.status(status)
                .entity(Pages.alert(frame, view).setLocale(frame.lang()))
                .build();
    }

    private Response notFound(String id, HttpHeaders headers, UriInfo uri, Account account) {
        var frame = frames.frame(headers, uri, account, "", "/alerts");
        var texts = frame.language().texts();
        return Response.status(Response.Status.NOT_FOUND)
                .entity(Pages.message(frame, texts.notFoundTitle(), texts.notFoundLead(id))
                        .setLocale(frame.lang()))
                .build();
    }
}
