package tw.vigil.sigma.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of a YAML document with its place. Immutable.
public sealed interface YamlNode {

    Position position();

    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /// @param text for numbers in the JSON spelling, for the others as written
    /// @param contentStart where the text begins: after an opening quote
    record Scalar(Kind kind, String text, boolean plain, Position position, Position contentStart) implements YamlNode {

        public boolean isString() {
            return kind == Kind.STRING;
        }

        public boolean isTrue() {
            return kind == Kind.BOOLEAN && text.equalsIgnoreCase("true");
        }
    }

    record Sequence(List<YamlNode> items, Position position) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// Keys are unique scalars; entries keep their order.
    record Mapping(List<Entry> entries, Position position) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public @Nullable YamlNode get(String key) {
            for (var entry : entries) {
                if (entry.key().text().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }

        public boolean has(String key) {
            return get(key) != null;
        }
    }

    record Entry(Scalar key, YamlNode value) {}

    /// What kind of node this is, for messages.
    default String described() {
        return switch (this) {
            case Mapping _ -> "a map";
            case Sequence _ -> "a list";
            case Scalar scalar ->
                switch (scalar.kind()) {
                    case STRING -> "a string";
                    case NUMBER -> "a number";
                    case BOOLEAN -> "a boolean";
                    case NULL -> "null";
                };
        };
    }
}
