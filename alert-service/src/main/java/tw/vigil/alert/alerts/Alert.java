package tw.vigil.alert.alerts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding.ContributingEvent;
import tw.vigil.event.Finding.Reason;

/// An alert with all that explains it.
///
/// @param findingIds of every finding that it holds, oldest first
/// @param reasons why the newest finding's rule matched
/// @param events contributing events of the newest findings in event-time order, newest kept
/// @param eventsTruncated true when `events` holds fewer than `count`
/// @param linkedFrom the alert that continues this closed one
/// @param traceId of the finding that opened it, for the link to its trace
public record Alert(
        @JsonUnwrapped AlertSummary summary,
        List<String> tags,
        List<String> findingIds,
        List<Reason> reasons,
        List<ContributingEvent> events,
        boolean eventsTruncated,
        @Nullable String linkedFrom,
        @Nullable String traceId) {}
