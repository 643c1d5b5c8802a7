package tw.vigil.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one rule says of one or more events; the value of a record on `vigil.findings`. Schema:
/// `/schemas/finding.schema.json`.
/// Field names follow the OCSF Detection Finding where it has one. A replay of the same events gives the same
/// `findingId`.
///
/// @param findingId 64 lower-case hex digits: rule id with event identity, or with group and window start
/// @param revision 1 for the first; later events of the same episode send the finding again with a higher one
/// @param rule the rule that speaks
/// @param clauses ids of the clause register, for example `art8.3.1`
/// @param tags the rule's tags as written
/// @param unit the unit that the rule names as responsible, for example `SOC`
/// @param playbook id of the playbook, for example `P1`
/// @param group the group-by fields and their values; empty for a rule of single events without correlation
/// @param times when
/// @param count events counted, also where `events` is cut
/// @param entities normalised OCSF names (`actor.user.name`, `src_endpoint.ip`, `cloud.account.uid`, …) to values
/// @param reasons why the rule matched: one entry per condition that held on the newest event
/// @param events the contributing events in event-time order, the newest kept where there are more than fit
/// @param eventsTruncated true when `events` holds fewer than `count`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        @JsonProperty("finding_id") String findingId,
        @JsonProperty("revision") int revision,
        @JsonProperty("rule") Rule rule,
        @JsonProperty("clauses") List<String> clauses,
        @JsonProperty("tags") List<String> tags,
        @JsonProperty("unit") @Nullable String unit,
        @JsonProperty("playbook") @Nullable String playbook,
        @JsonProperty("group") SortedMap<String, String> group,
        @JsonProperty("times") Times times,
        @JsonProperty("count") long count,
        @JsonProperty("entities") SortedMap<String, String> entities,
        @JsonProperty("reasons") List<Reason> reasons,
        @JsonProperty("events") List<ContributingEvent> events,
        @JsonProperty("events_truncated") boolean eventsTruncated) {

    public Finding {
        clauses = List.copyOf(clauses);
        tags = List.copyOf(tags);
        group = sorted(group);
        entities = sorted(entities);
        reasons = List.copyOf(reasons);
        events = List.copyOf(events);
        if (revision < 1) {
            throw new IllegalArgumentException("revision starts at 1, not " + revision);
        }
    }

    private static SortedMap<String, String> sorted(Map<String, String> map) {
        return java.util.Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    /// @param id the rule's UUID
    /// @param key the catalogue key, for example `AWS-01`
    /// @param kind `detection`, or the correlation type, for example `event_count`
    /// @param level Sigma level: informational, low, medium, high, critical
    /// @param version lower-case hex SHA-256 of the rule's text
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rule(
            @JsonProperty("id") String id,
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("kind") String kind,
            @JsonProperty("title") String title,
            @JsonProperty("title_zh") @Nullable String titleZh,
            @JsonProperty("description") @Nullable String description,
            @JsonProperty("description_zh") @Nullable String descriptionZh,
            @JsonProperty("level") String level,
            @JsonProperty("version") String version) {}

    /// @param firstEvent event time of the earliest contributing event
    /// @param lastEvent event time of the latest contributing event
    /// @param received when the newest contributing event reached ingest-service
    /// @param evaluated when the finding was made
    public record Times(
            @JsonProperty("first_event") Instant firstEvent,
            @JsonProperty("last_event") Instant lastEvent,
            @JsonProperty("received") Instant received,
            @JsonProperty("evaluated") Instant evaluated) {}

    /// One condition that held: `selection.field|modifiers: expected`, and what the event had.
    ///
    /// @param selection the search identifier of the rule
    /// @param field the field with its modifiers, for example `eventName` or `sourceIPAddress|cidr`;
    ///   empty for keywords
    /// @param expected the value of the rule that matched
    /// @param actual the event's value as text, cut at 1,024 characters; null when the field is absent
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reason(
            @JsonProperty("selection") String selection,
            @JsonProperty("field") String field,
            @JsonProperty("expected") String expected,
            @JsonProperty("actual") @Nullable String actual) {}

    /// @param id `ce_id` of the event
    /// @param rawSha256 `ce_rawsha256` of the event
    /// @param raw the record's JSON text; null when it is larger than the copy may be
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContributingEvent(
            @JsonProperty("id") String id,
            @JsonProperty("type") String type,
            @JsonProperty("source") String source,
            @JsonProperty("source_id") String sourceId,
            @JsonProperty("time") Instant time,
            @JsonProperty("topic") String topic,
            @JsonProperty("partition") int partition,
            @JsonProperty("offset") long offset,
            @JsonProperty("raw_sha256") String rawSha256,
            @JsonProperty("raw") @Nullable String raw) {}
}
