package tw.vigil.alert.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a list shows of an alert.
///
/// @param id for example `A-000123`
/// @param unit code of the responsible unit, for example `SOC`
/// @param copies codes of the units that were told too
/// @param group the rule's group-by fields and their values
/// @param entities normalised OCSF names and values of the newest finding
/// @param count events counted over all findings of the alert
/// @param linkedTo the closed alert that this one continues
/// @param version goes up with every change; an action that names an older one is refused
public record AlertSummary(
        String id,
        AlertStatus status,
        Level level,
        String unit,
        List<String> copies,
        @Nullable String assignee,
        String title,
        @Nullable String titleZh,
        Rule rule,
        List<String> clauses,
        Map<String, String> group,
        Map<String, String> entities,
        long count,
        long findings,
        Instant firstEvent,
        Instant lastEvent,
        Instant created,
        Instant updated,
        @Nullable Verdict verdict,
        @Nullable String linkedTo,
        int version,
        DeliveryCounts delivery) {

    /// @param key catalogue key, for example `AWS-01`
    /// @param version lower-case hex SHA-256 of the rule's text
    public record Rule(
            String id,
            @Nullable String key,
            @Nullable String name,
            String kind,
            String title,
            @Nullable String titleZh,
            @Nullable String description,
            @Nullable String descriptionZh,
            Level level,
            @Nullable String playbook,
            String version) {

        /// The catalogue key where the rule has one, else its id.
        public String label() {
            return key == null ? id : key;
        }
    }

    /// Notifications of the alert by state.
    public record DeliveryCounts(long pending, long delivered, long dead) {}
}
