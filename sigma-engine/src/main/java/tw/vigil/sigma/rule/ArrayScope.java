package tw.vigil.sigma.rule;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Detection.Scope;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// A key of the form `field[scope].rest|modifiers` (`sigma-version: 3`).
///
/// @param inner the key inside of the element; null when the whole element is asked, by a map
record ArrayScope(
        String field, String label, Scope scope, @Nullable Scalar inner) {

    private static final Pattern SELECTOR =
            Pattern.compile("((?:[^\\\\\\[|]|\\\\.)+)\\[([^\\]|]*)\\](?:\\.([^|]+))?(\\|.*)?");

    /// @return null when the key has no selector, or a wrong one
    static @Nullable ArrayScope parse(Scalar key, Problems problems) {
        var matcher = SELECTOR.matcher(key.text());
        if (!matcher.matches()) {
            return null;
        }
        var name = matcher.group(2);
        var scope = Arrays.stream(Scope.values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
        if (scope.isEmpty()) {
            problems.add(
                    key.contentStart().plusColumns(matcher.start(2)),
                    "unknown array selector '" + name + "'; accepted: "
                            + Arrays.stream(Scope.values())
                                    .map(s -> s.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))
                            + "; a literal bracket is written \\[");
            return null;
        }
        var rest = matcher.group(3);
        var modifiers = matcher.group(4) == null ? "" : matcher.group(4);
        var inner = rest == null && modifiers.isEmpty() ? null : (rest == null ? FieldPath.SELF : rest) + modifiers;
        var field = literal(matcher.group(1));
        return new ArrayScope(
                field,
                field + "[" + name + "]",
                scope.get(),
                inner == null ? null : new Scalar(key.kind(), inner, key.plain(), key.position(), key.contentStart()));
    }

    /// Brackets without their backslash.
    static String literal(String field) {
        return field.replace("\\[", "[").replace("\\]", "]");
    }

    static Scalar literal(Scalar key) {
        return new Scalar(key.kind(), literal(key.text()), key.plain(), key.position(), key.contentStart());
    }

    static Scalar self(Scalar key) {
        return new Scalar(key.kind(), FieldPath.SELF, key.plain(), key.position(), key.contentStart());
    }
}
