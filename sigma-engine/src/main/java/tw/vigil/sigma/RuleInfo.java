package tw.vigil.sigma;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What others need to know of a loaded rule.
///
/// @param id the rule's `id`; without one its `name`; without both a UUID derived from its content
/// @param level informational, low, medium (also when the rule gives none), high or critical
/// @param kind `detection` or the correlation type, for example `event_count`
/// @param logSource of detections; all null for correlations
/// @param clauses from the tags: `cnfa.art8.3.1` gives `art8.3.1`
/// @param sha256 of the rule's content, in lower-case hex; comments and layout do not change it
/// @param silent only referenced by correlations with `generate: false`: it signals, and never speaks for itself
public record RuleInfo(
        String id,
        @Nullable String name,
        String title,
        String level,
        String kind,
        LogSource logSource,
        List<String> tags,
        List<String> clauses,
        @Nullable String description,
        List<String> falsePositives,
        String sha256,
        Vigil vigil,
        boolean silent) {

    public static final String DETECTION = "detection";

    public RuleInfo {
        tags = List.copyOf(tags);
        clauses = List.copyOf(clauses);
        falsePositives = List.copyOf(falsePositives);
    }

    public boolean isDetection() {
        return kind.equals(DETECTION);
    }
}
