package tw.vigil.sigma.rule;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.yaml.Position;

/// What every kind of rule document says of itself (Sigma 2.1, rule attributes).
///
/// @param id from `id`, else `name`, else derived from the content
/// @param vigil the keys below `vigil:`
/// @param others every other top-level key of the document with its text; Sigma allows any
/// @param sha256 of the content but its stage: a rule that goes live stays the rule that it was, with its state
public record Metadata(
        String id,
        @Nullable String name,
        String title,
        String level,
        List<String> tags,
        @Nullable String description,
        List<String> falsePositives,
        Map<String, String> vigil,
        Map<String, String> others,
        String sha256,
        Position position) {
    /// Value of `vigil.stage` for a rule whose findings alert nobody yet.
    public static final String SHADOW = "shadow";

    public Metadata {
        tags = List.copyOf(tags);
        falsePositives = List.copyOf(falsePositives);
        vigil = Map.copyOf(vigil);
        others = Map.copyOf(others);
    }

    /// Rules are referred to by id or by name.
    public boolean isCalled(String reference) {
        return id.equals(reference) || reference.equals(name);
    }
}
