package tw.vigil.ingest.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tw.vigil.ingest.ledger.Ledger;

/// What came in and what became of it. Numbers only, so like health it needs no token.
@Path("/v1/accounting")
@Tag(name = "accounting")
public class AccountingResource {
    private final Ledger ledger;

    AccountingResource(Ledger ledger) {
        this.ledger = ledger;
    }

    /// @param since when counting began: the start of this process
    record Accounting(String service, Instant since, SortedMap<String, Counts> sources) {}

    record Counts(long received, long accepted, long quarantined, long control) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Counts of records by source since this process started")
    public Accounting accounting() {
        var sources = new TreeMap<String, Counts>();
        ledger.accounts().forEach((id, account) -> {
            long accepted = account.accepted();
            long quarantined = account.quarantined();
            long control = account.control();
            sources.put(id, new Counts(accepted + quarantined + control, accepted, quarantined, control));
        });
        return new Accounting("ingest", ledger.since(), sources);
    }
}
