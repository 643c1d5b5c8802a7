package tw.vigil.alert.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tw.vigil.alert.alerts.AlertCounts;
import tw.vigil.alert.alerts.AlertQueries;
import tw.vigil.alert.alerts.FindingLedger;
import tw.vigil.alert.notify.NotifyGauges;

/// What came in and what became of it, as exact numbers that survive restarts. Open, like health: numbers
/// only.
@Path("/v1/accounting")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Accounting")
public class AccountingResource {
    private final FindingLedger ledger;
    private final AlertQueries alerts;
    private final NotifyGauges notifications;

    AccountingResource(FindingLedger ledger, AlertQueries alerts, NotifyGauges notifications) {
        this.ledger = ledger;
        this.alerts = alerts;
        this.notifications = notifications;
    }

    /// @param findings new, revision, duplicate, invalid
    /// @param alerts open, total
    /// @param notifications pending, delivered, dead
    public record Accounting(
            String service, Map<String, Long> findings, Map<String, Long> alerts, Map<String, Long> notifications) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Exact numbers of findings, alerts and notifications since the database was made")
    public Accounting accounting() {
        AlertCounts counts = alerts.counts();
        long open = counts.open().values().stream().mapToLong(Long::longValue).sum();
        long total =
                counts.statuses().values().stream().mapToLong(Long::longValue).sum();
        return new Accounting("alert", ledger.totals(), Map.of("open", open, "total", total), notifications.totals());
    }
}
