package tw.vigil.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule set as one atomic revision; the value of records on `vigil.rules`. The record [#ACTIVE] is the rule set in
/// use, [#PROPOSED] one that waits for a second person, and `revision-<number>` keeps each for ever, so that one can
/// go back to it. Schema: `/schemas/rule-set-revision.schema.json`.
///
/// @param number counts revisions, from 1
/// @param hash lower-case hex SHA-256 over the files, in path order
/// @param publishedBy a person's account, or [#OWN_PACK] for the pack that the evaluator brought itself
/// @param approvedBy the second person, where one was asked for
/// @param comment why
/// @param restoredFrom number of the revision that this one brings back
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleSetRevision(
        @JsonProperty("number") long number,
        @JsonProperty("hash") String hash,
        @JsonProperty("published_at") Instant publishedAt,
        @JsonProperty("published_by") String publishedBy,
        @JsonProperty("approved_by") @Nullable String approvedBy,
        @JsonProperty("comment") @Nullable String comment,
        @JsonProperty("restored_from") @Nullable Long restoredFrom,
        @JsonProperty("files") List<File> files) {

    /// Key of the record that says which rules are in use.
    public static final String ACTIVE = "active";

    /// Key of the record that waits for approval.
    public static final String PROPOSED = "proposed";

    /// Prefix of the keys under which every revision is kept.
    public static final String KEPT = "revision-";

    /// `publishedBy` of a pack that no person pushed.
    public static final String OWN_PACK = "evaluator-service";

    public RuleSetRevision {
        files = List.copyOf(files);
    }

    /// The key under which this revision is kept.
    public String keptAs() {
        return KEPT + number;
    }

    /// @param path relative, `/`-separated
    /// @param text the file's content
    public record File(
            @JsonProperty("path") String path,
            @JsonProperty("text") String text) {}
}
