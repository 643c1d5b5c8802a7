package tw.vigil.alert.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.AlertSummary;

/// One alert as the list shows it, and the head of its own page.
///
/// @param entity who or what it is about; null when nothing names it
/// @param delivery `delivered`, `pending`, `dead` or `none`; the worst of its notifications
public record AlertRow(
        String id,
        String level,
        String levelLabel,
        String status,
        String statusLabel,
        String title,
        @Nullable String entity,
        String rule,
        List<String> clauses,
        String unit,
        @Nullable String assignee,
        @Nullable String account,
        @Nullable String region,
        long count,
        Moment first,
        Moment last,
        String delivery,
        String deliverySign,
        String deliveryLabel,
        int version,
        boolean mayAcknowledge) {

    static AlertRow of(AlertSummary alert, Labels labels) {
        var delivery = delivery(alert.delivery());
        return new AlertRow(
                alert.id(),
                alert.level().wire(),
                labels.level(alert.level()),
                alert.status().wire(),
                labels.status(alert.status()),
                labels.title(alert),
                entity(alert),
                alert.rule().label(),
                alert.clauses().stream().map(AlertRow::clause).toList(),
                alert.unit(),
                alert.assignee(),
                alert.entities().get("cloud.account.uid"),
                alert.entities().get("cloud.region"),
                alert.count(),
                new Moment(alert.firstEvent()),
                new Moment(alert.lastEvent()),
                delivery,
                sign(delivery),
                word(delivery, labels.texts()),
                alert.version(),
                alert.status() == tw.vigil.alert.alerts.AlertStatus.NEW);
    }

    /// The clause as people cite it: `8.3.1` for `art8.3.1`.
    static String clause(String id) {
        return id.startsWith("art") ? id.substring("art".length()) : id;
    }

    /// The actor; else where it came from, what it touched, or what the rule groups by.
    static @Nullable String entity(AlertSummary alert) {
        return Stream.concat(
                        Stream.of(
                                        "actor.user.name",
                                        "actor.user.uid",
                                        "resources.name",
                                        "resources.uid",
                                        "src_endpoint.ip")
                                .flatMap(field ->
                                        Stream.ofNullable(alert.entities().get(field))),
                        alert.group().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(Map.Entry::getValue))
                .findFirst()
                .orElse(null);
    }

    private static String delivery(AlertSummary.DeliveryCounts counts) {
        if (counts.dead() > 0) {
            return "dead";
        }
        if (counts.pending() > 0) {
            return "pending";
        }
        return counts.delivered() > 0 ? "delivered" : "none";
    }

    private static String sign(String delivery) {
        return switch (delivery) {
            case "dead" -> "✗";
            case "pending" -> "…";
            case "delivered" -> "✓";
            default -> "–";
        };
    }

    private static String word(String delivery, ConsoleTexts texts) {
        return switch (delivery) {
            case "dead" -> texts.deliveryDead();
            case "pending" -> texts.deliveryPending();
            case "delivered" -> texts.deliveryAllDelivered();
            default -> texts.deliveryNone();
        };
    }
}
