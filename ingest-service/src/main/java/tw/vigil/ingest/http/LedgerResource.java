package tw.vigil.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.ledger.HourCounts;
import tw.vigil.ingest.ledger.LedgerView;

/// What came in by source and hour, counted from the topics: of all instances, and not lost by a restart. Numbers only,
/// so like health it needs no token.
@Path("/v1/ledger")
@Tag(name = "accounting")
public class LedgerResource {
    private static final int MOST_HOURS = 24 * 366;

    private final LedgerView view;

    LedgerResource(LedgerView view) {
        this.view = view;
    }

    /// @param complete false while the ledger is still being read after a start: the figures are too low
    record LedgerAnswer(String service, boolean complete, SortedMap<String, SourceAnswer> sources) {}

    record SourceAnswer(Counts total, SortedMap<Instant, Counts> hours) {}

    /// @param accepted records on `vigil.events`, duplicates among them
    /// @param late records whose event was older than the allowed lateness
    /// @param lastEvent time of the newest event
    /// @param lastArrival when the last record came
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Counts(
            long received,
            long accepted,
            long duplicate,
            long late,
            long quarantined,
            SortedMap<String, Long> quarantinedByReason,
            long control,
            @Nullable Instant lastEvent,
            @Nullable Instant lastArrival) {
        static Counts of(HourCounts counts) {
            return new Counts(
                    counts.received(),
                    counts.accepted(),
                    counts.duplicate(),
                    counts.late(),
                    counts.quarantined(),
                    new TreeMap<>(counts.quarantinedByReason()),
                    counts.control(),
                    counts.lastEvent(),
                    counts.lastArrival());
        }
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Counts of records by source: in all, and by hour of arrival")
    @APIResponse(responseCode = "200", description = "The counts of all instances")
    @APIResponse(responseCode = "400", description = "hours is out of bounds")
    public Response ledger(
            @QueryParam("hours") @DefaultValue("24") @Parameter(description = "So many hours back, this one included")
                    int hours,
            @QueryParam("source") @Parameter(description = "Only this source") @Nullable String source) {
        if (hours < 0 || hours > MOST_HOURS) {
            return Problem.of(
                            "bad-hours", "hours is out of bounds", 400, "accepted is 0 to " + MOST_HOURS, "/v1/ledger")
                    .response(null);
        }
        Instant since = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hours - 1L));
        var sources = new TreeMap<String, SourceAnswer>();
        view.read(since, source).forEach((id, of) -> {
            var byHour = new TreeMap<Instant, Counts>();
            of.hours().forEach((hour, counts) -> byHour.put(hour, Counts.of(counts)));
            sources.put(id, new SourceAnswer(Counts.of(of.total()), byHour));
        });
        return Response.ok(new LedgerAnswer("ingest", view.complete(), sources), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
