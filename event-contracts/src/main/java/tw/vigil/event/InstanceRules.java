package tw.vigil.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which rules one evaluator instance works with; the value of the record `instance-<name>` on `vigil.rules`, written
/// when it starts or switches, and every minute. Schema: `/schemas/instance-rules.schema.json`.
///
/// @param instance its name
/// @param number revision in use
/// @param hash of the rule set in use
/// @param since when the instance began to use it
/// @param told when this was written; an instance that has told nothing for some minutes is gone
/// @param refused hash of a newer revision that it cannot load
/// @param problem why it cannot, one problem a line
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstanceRules(
        @JsonProperty("instance") String instance,
        @JsonProperty("number") long number,
        @JsonProperty("hash") String hash,
        @JsonProperty("since") Instant since,
        @JsonProperty("told") Instant told,
        @JsonProperty("refused") @Nullable String refused,
        @JsonProperty("problem") @Nullable String problem) {

    /// Prefix of the records' keys.
    public static final String KEY_PREFIX = "instance-";
}
