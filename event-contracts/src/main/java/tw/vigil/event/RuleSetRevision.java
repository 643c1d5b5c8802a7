package tw.vigil.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/// The active rule set as one atomic revision; the value of a record on `vigil.rules`, key `active`.
/// Schema: `/schemas/rule-set-revision.schema.json`.
///
/// @param hash lower-case hex SHA-256 over the files, in path order
/// @param publishedBy a person's account, or `evaluator-service` for the pack it brought itself
public record RuleSetRevision(
        @JsonProperty("hash") String hash,
        @JsonProperty("published_at") Instant publishedAt,
        @JsonProperty("published_by") String publishedBy,
        @JsonProperty("files") List<File> files) {

    /// Key of the one record that compaction keeps.
    public static final String KEY = "active";

    public RuleSetRevision {
        files = List.copyOf(files);
    }

    /// @param path relative, `/`-separated
    /// @param text the file's content
    public record File(
            @JsonProperty("path") String path,
            @JsonProperty("text") String text) {}
}
