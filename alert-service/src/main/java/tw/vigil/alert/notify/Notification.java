package tw.vigil.alert.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding.Reason;

/// What a unit is told of an alert; the body of a webhook, and what a mail is written from. The form is that
/// of Standard Webhooks: type, timestamp, data.
///
/// @param type `alert.opened` or `alert.grouped`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Notification(
        @JsonProperty("type") String type,
        @JsonProperty("timestamp") Instant timestamp,
        @JsonProperty("data") Data data) {

    /// @param newEvents events counted since the last notification; all of them in the first
    /// @param link to the alert in the console
    /// @param reasons why the newest finding's rule matched, cut at 20
    /// @param events identities of the contributing events, newest kept, cut at 100
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Data(
            @JsonProperty("alert_id") String alertId,
            @JsonProperty("status") String status,
            @JsonProperty("level") String level,
            @JsonProperty("unit") String unit,
            @JsonProperty("copies") List<String> copies,
            @JsonProperty("title") String title,
            @JsonProperty("title_zh") @Nullable String titleZh,
            @JsonProperty("rule") Rule rule,
            @JsonProperty("clauses") List<String> clauses,
            @JsonProperty("group") Map<String, String> group,
            @JsonProperty("entities") Map<String, String> entities,
            @JsonProperty("count") long count,
            @JsonProperty("new_events") long newEvents,
            @JsonProperty("first_event") Instant firstEvent,
            @JsonProperty("last_event") Instant lastEvent,
            @JsonProperty("created") Instant created,
            @JsonProperty("linked_to") @Nullable String linkedTo,
            @JsonProperty("link") String link,
            @JsonProperty("reasons") List<Reason> reasons,
            @JsonProperty("finding_ids") List<String> findingIds,
            @JsonProperty("events") List<Event> events) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rule(
            @JsonProperty("id") String id,
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("version") String version,
            @JsonProperty("playbook") @Nullable String playbook,
            @JsonProperty("description") @Nullable String description,
            @JsonProperty("description_zh") @Nullable String descriptionZh) {

        /// The catalogue key where the rule has one, else its id.
        String label() {
            return key == null ? id : key;
        }
    }

    /// The event's identity and the hash of its bytes as received: the same in mail, hook, console and
    /// export.
    public record Event(
            @JsonProperty("id") String id,
            @JsonProperty("type") String type,
            @JsonProperty("time") Instant time,
            @JsonProperty("raw_sha256") String rawSha256) {}
}
