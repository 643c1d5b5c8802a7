package tw.vigil.alert.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import tw.vigil.alert.alerts.Alert;
import tw.vigil.alert.alerts.AlertStatus;
import tw.vigil.alert.alerts.AlertSummary;
import tw.vigil.alert.alerts.TimelineEntry;
import tw.vigil.alert.alerts.TimelineEntry.Step;
import tw.vigil.event.AlertStep;

/// A timeline entry in the form of an OCSF Detection Finding.
@ApplicationScoped
class AlertStepWriter {
    private static final String OCSF_VERSION = "1.5.0";
    private static final int CREATE = 1;
    private static final int UPDATE = 2;
    private static final int CLOSE = 3;
    private static final int RULE = 1;

    AlertStep step(Alert alert, TimelineEntry entry) {
        AlertSummary summary = alert.summary();
        int activity = activity(entry.step());
        return new AlertStep(
                AlertStep.DETECTION_FINDING,
                AlertStep.FINDINGS_CATEGORY,
                activity,
                AlertStep.DETECTION_FINDING * 100L + activity,
                summary.level().severityId(),
                statusId(summary.status()),
                summary.status().wire(),
                entry.at().toEpochMilli(),
                summary.count(),
                summary.title(),
                entry.why(),
                summary.verdict() == null ? null : summary.verdict().wire(),
                new AlertStep.Metadata(
                        OCSF_VERSION, summary.id() + "-" + entry.number(), new AlertStep.Product("Vigil", "tw.vigil")),
                new AlertStep.FindingInfo(
                        summary.id(),
                        summary.title(),
                        summary.rule().description(),
                        summary.firstEvent().toEpochMilli(),
                        summary.lastEvent().toEpochMilli(),
                        new AlertStep.Analytic(
                                summary.rule().id(), summary.rule().label(), RULE),
                        alert.findingIds()),
                unmapped(summary, entry));
    }

    private static Map<String, Object> unmapped(AlertSummary summary, TimelineEntry entry) {
        var unmapped = new TreeMap<String, Object>();
        unmapped.put("step", entry.step().wire());
        unmapped.put("who", entry.who());
        unmapped.put("details", entry.details());
        unmapped.put("unit", summary.unit());
        unmapped.put("copies", summary.copies());
        unmapped.put("clauses", summary.clauses());
        unmapped.put("group", summary.group());
        unmapped.put("entities", summary.entities());
        unmapped.put("version", summary.version());
        if (summary.assignee() != null) {
            unmapped.put("assignee", summary.assignee());
        }
        if (summary.linkedTo() != null) {
            unmapped.put("linked_to", summary.linkedTo());
        }
        return unmapped;
    }

    private static int activity(Step step) {
        return switch (step) {
            case OPENED -> CREATE;
            case CLOSED -> CLOSE;
            case FINDING_JOINED,
                    FINDING_REVISED,
                    NOTIFIED,
                    NOTIFICATION_DEAD,
                    ACKNOWLEDGED,
                    STARTED,
                    ASSIGNED,
                    COMMENTED,
                    CONTINUED -> UPDATE;
        };
    }

    private static int statusId(AlertStatus status) {
        return switch (status) {
            case NEW -> 1;
            case ACKNOWLEDGED, IN_PROGRESS -> 2;
            case CLOSED -> 4;
        };
    }
}
