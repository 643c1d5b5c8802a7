package tw.vigil.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step in the life of an alert, in the form of an OCSF Detection Finding (class 2004, schema 1.5), for a SIEM to
/// consume; the value of a record on `vigil.alerts`. Schema: `/schemas/alert-step.schema.json`.
///
/// @param activityId OCSF: 1 create, 2 update, 3 close
/// @param severityId OCSF: 1 informational, 2 low, 3 medium, 4 high, 5 critical
/// @param statusId OCSF: 1 new, 2 in progress, 4 resolved
/// @param status Vigil's own status: new, acknowledged, in_progress, closed
/// @param time when the step was taken, milliseconds since 1970
/// @param verdict on closing: true_positive, benign, false_positive, undetermined
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertStep(
        @JsonProperty("class_uid") int classUid,
        @JsonProperty("category_uid") int categoryUid,
        @JsonProperty("activity_id") int activityId,
        @JsonProperty("type_uid") long typeUid,
        @JsonProperty("severity_id") int severityId,
        @JsonProperty("status_id") int statusId,
        @JsonProperty("status") String status,
        @JsonProperty("time") long time,
        @JsonProperty("count") long count,
        @JsonProperty("message") String message,
        @JsonProperty("comment") @Nullable String comment,
        @JsonProperty("verdict") @Nullable String verdict,
        @JsonProperty("metadata") Metadata metadata,
        @JsonProperty("finding_info") FindingInfo findingInfo,
        @JsonProperty("unmapped") Map<String, Object> unmapped) {

    /// OCSF class uid of a Detection Finding.
    public static final int DETECTION_FINDING = 2004;

    /// OCSF category uid of findings.
    public static final int FINDINGS_CATEGORY = 2;

    public AlertStep {
        unmapped = Map.copyOf(unmapped);
    }

    /// @param version of the OCSF schema
    /// @param uid unique id of this step; the same step sent twice carries the same one
    public record Metadata(
            @JsonProperty("version") String version,
            @JsonProperty("uid") String uid,
            @JsonProperty("product") Product product) {}

    public record Product(
            @JsonProperty("name") String name,
            @JsonProperty("vendor_name") String vendorName) {}

    /// @param uid the alert's id
    /// @param relatedFindings ids of the findings that the alert holds
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FindingInfo(
            @JsonProperty("uid") String uid,
            @JsonProperty("title") String title,
            @JsonProperty("desc") @Nullable String desc,
            @JsonProperty("first_seen_time") long firstSeenTime,
            @JsonProperty("last_seen_time") long lastSeenTime,
            @JsonProperty("analytic") Analytic analytic,
            @JsonProperty("related_events") List<String> relatedFindings) {

        public FindingInfo {
            relatedFindings = List.copyOf(relatedFindings);
        }
    }

    /// @param typeId OCSF: 1 rule
    public record Analytic(
            @JsonProperty("uid") String uid,
            @JsonProperty("name") String name,
            @JsonProperty("type_id") int typeId) {}
}
