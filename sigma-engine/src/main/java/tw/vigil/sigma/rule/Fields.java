package tw.vigil.sigma.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Kind;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlNode.Sequence;

/// Typed reading of a map; whatever has the wrong type becomes a problem and reads as absent.
public final class Fields {

    private final Mapping mapping;
    private final Problems problems;

    public Fields(Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    public @Nullable Scalar scalar(String key) {
        var node = mapping.get(key);
        if (node == null || (node instanceof Scalar s && s.kind() == Kind.NULL)) {
            return null;
        }
        if (node instanceof Scalar scalar) {
            return scalar;
        }
        problems.add(node, "'" + key + "' must be one value, not " + node.described());
        return null;
    }

    public @Nullable String text(String key) {
        var scalar = scalar(key);
        return scalar == null ? null : scalar.text();
    }

    public boolean bool(String key) {
        var scalar = scalar(key);
        if (scalar != null && scalar.kind() != Kind.BOOLEAN) {
            problems.add(scalar, "'" + key + "' must be true or false");
        }
        return scalar != null && scalar.isTrue();
    }

    public @Nullable Mapping map(String key) {
        var node = mapping.get(key);
        if (node == null || node instanceof Mapping) {
            return (Mapping) node;
        }
        problems.add(node, "'" + key + "' must be a map, not " + node.described());
        return null;
    }

    /// A list of scalars, or one scalar.
    public List<Scalar> scalars(String key) {
        var node = mapping.get(key);
        return node == null ? List.of() : scalars(key, node);
    }

    private List<Scalar> scalars(String key, YamlNode node) {
        return switch (node) {
            case Scalar scalar -> scalar.kind() == Kind.NULL ? List.of() : List.of(scalar);
            case Sequence(var items, var _) -> {
                List<Scalar> found = new ArrayList<>();
                for (var item : items) {
                    if (item instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
                        found.add(scalar);
                    } else {
                        problems.add(item, "'" + key + "' must be a list of single values, not " + item.described());
                    }
                }
                yield found;
            }
            case Mapping _ -> {
                problems.add(node, "'" + key + "' must be a list of single values, not a map");
                yield List.of();
            }
        };
    }

    public List<String> texts(String key) {
        return scalars(key).stream().map(Scalar::text).toList();
    }
}
