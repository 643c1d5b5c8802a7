package tw.vigil.alert.console;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import tw.vigil.alert.accounts.Accounts;
import tw.vigil.alert.accounts.Role;
import tw.vigil.alert.alerts.AlertFilter;
import tw.vigil.alert.alerts.AlertId;
import tw.vigil.alert.alerts.AlertQueries;
import tw.vigil.alert.routing.Units;

/// The list of alerts.
@Path("/")
@ConsolePage
@RolesAllowed({Role.ANALYST_NAME, Role.AUDITOR_NAME})
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class AlertListResource {
    private static final int NEWS_LIMIT = 100;

    private final AlertQueries queries;
    private final Accounts accounts;
    private final Units units;
    private final Frames frames;
    private final SecurityIdentity identity;

    AlertListResource(AlertQueries queries, Accounts accounts, Units units, Frames frames, SecurityIdentity identity) {
        this.queries = queries;
        this.accounts = accounts;
        this.units = units;
        this.frames = frames;
        this.identity = identity;
    }

    /// The way from the bare address to the list.
    @GET
    public Response home() {
        return Response.seeOther(URI.create("/alerts")).build();
    }

    /// A page of the list; every filter is in the address.
    @GET
    @Path("/alerts")
    public TemplateInstance list(@Context HttpHeaders headers, @Context UriInfo uri) {
        var account = accounts.of(identity);
        var filter = ListFilter.of(uri.getQueryParameters());
        var section = filter.assignee().equals(ListFilter.ME) ? "mine" : "alerts";
        var frame = frames.frame(headers, uri, account, section, filter.href());
        var view = AlertListView.of(
                filter,
                queries.page(filter.query(account.name(), AlertFilter.DEFAULT_LIMIT)),
                queries.counts(),
                units,
                Labels.in(frame.language()),
                Clock.systemUTC().instant());
        return Pages.alerts(frame, view).setLocale(frame.lang());
    }

    /// How many alerts that fit the filters were opened after the alert `since`.
    @GET
    @Path("/console/news")
    @Produces(MediaType.APPLICATION_JSON)
    public News news(@Context UriInfo uri, @QueryParam("since") String since) {
        var last = AlertId.number(since == null ? "" : since).orElse(0);
        var filter = ListFilter.of(uri.getQueryParameters()).withBefore("");
        var me = identity.getPrincipal().getName();
        var count = queries.page(filter.query(me, NEWS_LIMIT)).items().stream()
                .filter(alert -> AlertId.number(alert.id()).orElse(0) > last)
                .count();
        return new News(count, count == NEWS_LIMIT);
    }

    /// @param more true when there are at least `count`
    public record News(long count, boolean more) {}
}
