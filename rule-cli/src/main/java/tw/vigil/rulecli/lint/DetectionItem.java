package tw.vigil.rulecli.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// `field|modifier|modifier: value`, where it stands.
///
/// @param selection the search identifier that it belongs to
/// @param key null for a keyword of a list
/// @param field empty for keywords
/// @param list the list that holds the values; null for a single value
record DetectionItem(
        String selection,
        @Nullable ScalarNode key,
        String field,
        List<String> modifiers,
        List<ScalarNode> values,
        @Nullable SequenceNode list) {

    DetectionItem {
        modifiers = List.copyOf(modifiers);
        values = List.copyOf(values);
    }

    boolean has(String modifier) {
        return modifiers.contains(modifier);
    }

    boolean hasAny(String... names) {
        for (String name : names) {
            if (has(name)) {
                return true;
            }
        }
        return false;
    }

    boolean isKeyword() {
        return field.isEmpty();
    }

    /// Texts in which `*` and `?` are wildcards.
    boolean takesWildcards() {
        return !hasAny("re", "cidr", "fieldref", "base64", "base64offset", "exists", "lt", "lte", "gt", "gte");
    }

    boolean openAtStart() {
        return isKeyword() || hasAny("contains", "endswith", "re");
    }

    boolean openAtEnd() {
        return isKeyword() || hasAny("contains", "startswith", "re");
    }

    static boolean isText(ScalarNode value) {
        return value.getTag().equals(Tag.STR);
    }

    static boolean isNumber(ScalarNode value) {
        return value.getTag().equals(Tag.INT) || value.getTag().equals(Tag.FLOAT);
    }

    static boolean isNull(ScalarNode value) {
        return value.getTag().equals(Tag.NULL);
    }
}
