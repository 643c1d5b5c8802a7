package tw.vigil.alert.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.Account;
import tw.vigil.alert.accounts.Accounts;
import tw.vigil.alert.accounts.Role;
import tw.vigil.alert.alerts.ActionRefused;
import tw.vigil.alert.alerts.ActionRefused.Reason;
import tw.vigil.alert.alerts.Alert;
import tw.vigil.alert.alerts.AlertActions;
import tw.vigil.alert.alerts.AlertFilter;
import tw.vigil.alert.alerts.AlertQueries;
import tw.vigil.alert.alerts.AlertStatus;
import tw.vigil.alert.alerts.AlertSummary;
import tw.vigil.alert.alerts.Delivery;
import tw.vigil.alert.alerts.Level;
import tw.vigil.alert.alerts.Page;
import tw.vigil.alert.alerts.TimelineEntry;
import tw.vigil.alert.alerts.Verdict;

/// Alerts for machines and for `./vigil alerts`.
@Path("/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ANALYST_NAME, Role.AUDITOR_NAME})
@RunOnVirtualThread
@Tag(name = "Alerts")
@APIResponse(responseCode = "401", description = "not signed in")
@APIResponse(responseCode = "403", description = "an auditor, or a person whom the alert is about, may not do this")
@APIResponse(responseCode = "404", description = "there is no such alert")
public class AlertsResource {
    private final AlertQueries queries;
    private final AlertActions actions;
    private final Accounts accounts;
    private final SecurityIdentity identity;

    AlertsResource(AlertQueries queries, AlertActions actions, Accounts accounts, SecurityIdentity identity) {
        this.queries = queries;
        this.actions = actions;
        this.accounts = accounts;
        this.identity = identity;
    }

    /// @param version the version of the alert that the caller saw; absent takes the alert as it is
    public record Comment(
            @Nullable String comment, @Nullable Integer version) {}

    /// @param assignee account name of an analyst
    public record Assignment(
            @Nullable String assignee,
            @Nullable String comment,
            @Nullable Integer version) {}

    /// @param verdict true_positive, benign, false_positive or undetermined
    /// @param comment mandatory
    public record Closing(
            @Nullable String verdict,
            @Nullable String comment,
            @Nullable Integer version) {}

    @GET
    @Operation(
            summary = "Alerts, newest first",
            description = "`next` of the answer is `before` of the following page; null at the end.")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "400", description = "a filter is not understood")
    public Page<AlertSummary> list(
            @Parameter(description = "new, acknowledged, in_progress, closed, or open for all but closed; repeatable")
                    @QueryParam("status")
                    List<String> status,
            @Parameter(description = "informational, low, medium, high, critical; repeatable") @QueryParam("level")
                    List<String> level,
            @Parameter(description = "code of the responsible unit, for example SOC") @QueryParam("unit") @Nullable
                    String unit,
            @Parameter(description = "catalogue key, id or name of the rule") @QueryParam("rule") @Nullable String rule,
            @Parameter(description = "account name") @QueryParam("assignee") @Nullable String assignee,
            @Parameter(description = "text in id, title, group or entities") @QueryParam("q") @Nullable String text,
            @Parameter(description = "1 to 500, default 50") @QueryParam("limit") @Nullable Integer limit,
            @Parameter(description = "`next` of the page before") @QueryParam("before") @Nullable String before) {
        int size = limit == null ? AlertFilter.DEFAULT_LIMIT : limit;
        if (size < 1 || size > AlertFilter.MAX_LIMIT) {
            throw new ActionRefused(Reason.INVALID, "limit is 1 to " + AlertFilter.MAX_LIMIT + ", not " + size);
        }
        return queries.page(new AlertFilter(
                statuses(status),
                parsed(level, "level", name -> Level.of(name).map(Set::of).orElse(Set.of())),
                unit,
                rule,
                assignee,
                text,
                size,
                before));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One alert with reasons and contributing events")
    public Alert one(@PathParam("id") String id) {
        return queries.alert(id).orElseThrow(() -> missing(id));
    }

    @GET
    @Path("/{id}/timeline")
    @Operation(summary = "The steps of an alert, oldest first")
    public List<TimelineEntry> timeline(@PathParam("id") String id) {
        List<TimelineEntry> entries = queries.timeline(id);
        if (entries.isEmpty()) {
            throw missing(id);
        }
        return entries;
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(summary = "The notifications of an alert with every attempt")
    public List<Delivery> deliveries(@PathParam("id") String id) {
        if (queries.alert(id).isEmpty()) {
            throw missing(id);
        }
        return queries.deliveries(id);
    }

    @POST
    @Path("/{id}/acknowledge")
    @Operation(summary = "Takes a new alert into hand")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "409", description = "the alert changed meanwhile, or was acknowledged before")
    public Alert acknowledge(@PathParam("id") String id, @Nullable Comment body) {
        return actions.acknowledge(
                id, who(), body == null ? null : body.version(), body == null ? null : body.comment());
    }

    @POST
    @Path("/{id}/start")
    @Operation(summary = "Says that work has begun")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "409", description = "the alert changed meanwhile, or work had begun before")
    public Alert start(@PathParam("id") String id, @Nullable Comment body) {
        return actions.start(id, who(), body == null ? null : body.version(), body == null ? null : body.comment());
    }

    @POST
    @Path("/{id}/assign")
    @Operation(summary = "Gives an alert to an analyst")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "409", description = "the alert changed meanwhile, or is closed")
    public Alert assign(@PathParam("id") String id, @Nullable Assignment body) {
        if (body == null || body.assignee() == null) {
            throw new ActionRefused(Reason.INVALID, "assignee is missing: the account name of an analyst");
        }
        return actions.assign(id, who(), body.version(), body.assignee(), body.comment());
    }

    @POST
    @Path("/{id}/comment")
    @Operation(summary = "Adds a comment")
    @APIResponse(responseCode = "200")
    public Alert comment(@PathParam("id") String id, @Nullable Comment body) {
        return actions.comment(id, who(), body == null || body.comment() == null ? "" : body.comment());
    }

    @POST
    @Path("/{id}/close")
    @Operation(summary = "Closes an alert for good, with a verdict and a comment")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "409", description = "the alert changed meanwhile, or is closed")
    public Alert close(@PathParam("id") String id, @Nullable Closing body) {
        String verdict = body == null || body.verdict() == null ? "" : body.verdict();
        String comment = body == null || body.comment() == null ? "" : body.comment();
        Integer version = body == null ? null : body.version();
        return actions.close(
                id,
                who(),
                version,
                Verdict.of(verdict)
                        .orElseThrow(() -> unknown("verdict", verdict, names(Verdict.values(), Verdict::wire))),
                comment);
    }

    private Account who() {
        return accounts.of(identity);
    }

    private static Set<AlertStatus> statuses(List<String> names) {
        return parsed(
                names,
                "status",
                name -> name.equals("open")
                        ? AlertFilter.OPEN
                        : AlertStatus.of(name).map(Set::of).orElse(Set.of()));
    }

    private static <T> Set<T> parsed(List<String> names, String parameter, Function<String, Set<T>> parser) {
        return names.stream()
                .flatMap(name -> {
                    Set<T> values = parser.apply(name);
                    if (values.isEmpty()) {
                        throw unknown(parameter, name, accepted(parameter));
                    }
                    return values.stream();
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String accepted(String parameter) {
        return parameter.equals("level")
                ? names(Level.values(), Level::wire)
                : names(AlertStatus.values(), AlertStatus::wire) + ", open";
    }

    private static <E> String names(E[] values, Function<E, String> wire) {
        return java.util.Arrays.stream(values).map(wire).collect(Collectors.joining(", "));
    }

    private static ActionRefused unknown(String parameter, String value, String accepted) {
        return new ActionRefused(Reason.INVALID, parameter + " '" + value + "' is not known; accepted: " + accepted);
    }

    private static ActionRefused missing(String id) {
        return new ActionRefused(Reason.NOT_FOUND, "there is no alert " + id);
    }
}
