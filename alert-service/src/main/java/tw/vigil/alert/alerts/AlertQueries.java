package tw.vigil.alert.alerts;

import java.util.List;
import java.util.Optional;

/// What can be asked of the alerts. Blocking; every call is one read from the database.
public interface AlertQueries {
    /// A page of alerts, newest first.
    Page<AlertSummary> page(AlertFilter filter);

    /// One alert; empty when there is none of that id.
    Optional<Alert> alert(String id);

    /// The steps of an alert, oldest first; empty when there is no such alert.
    List<TimelineEntry> timeline(String id);

    /// The notifications of an alert, oldest first.
    List<Delivery> deliveries(String id);

    /// The numbers over all alerts.
    AlertCounts counts();
}
