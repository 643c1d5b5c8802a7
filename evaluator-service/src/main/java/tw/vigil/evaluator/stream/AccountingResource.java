package tw.vigil.evaluator.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tw.vigil.evaluator.topology.LedgerEntry;

/// What became of the events: exact, from the state that is committed together with the findings.
@Path("/v1/accounting")
class AccountingResource {
    private static final int RETRY_SECONDS = 2;

    private final Accounting accounting;
    private final StreamRunner runner;

    AccountingResource(Accounting accounting, StreamRunner runner) {
        this.accounting = accounting;
        this.runner = runner;
    }

    record Source(
            @JsonProperty("evaluated") long evaluated,
            @JsonProperty("duplicates") long duplicates,
            @JsonProperty("unreadable") long unreadable) {

        static Source of(LedgerEntry entry) {
            return new Source(entry.evaluated(), entry.duplicates(), entry.unreadable());
        }
    }

    /// @param waiting records behind, of all instances; -1 when the brokers do not tell
    record Report(
            @JsonProperty("service") String service,
            @JsonProperty("sources") SortedMap<String, Source> sources,
            @JsonProperty("findings") long findings,
            @JsonProperty("waiting") long waiting) {}

    /// Answers 503 while the stores cannot be read: no number is better than a wrong one.
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response report() throws InterruptedException {
        // first the lag: when it is 0, the counts read afterwards hold every event
        long waiting = runner.measureWaiting();
        var sums = accounting.sums();
        if (sums.isEmpty()) {
            var problem = Map.of(
                    "title", "Accounting not available",
                    "status", 503,
                    "detail", "the stream is starting, moving partitions or restoring state; try again");
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .header("Retry-After", RETRY_SECONDS)
                    .type("application/problem+json")
                    .entity(problem)
                    .build();
        }
        SortedMap<String, Source> sources = new TreeMap<>();
        sums.get().sources().forEach((id, entry) -> sources.put(id, Source.of(entry)));
        return Response.ok(new Report("evaluator", sources, sums.get().findings(), waiting))
                .build();
    }
}
