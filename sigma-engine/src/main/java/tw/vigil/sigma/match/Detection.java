package tw.vigil.sigma.match;

import java.util.List;

/// What must hold of an event: the tree that a rule's condition and selections become.
public sealed interface Detection {

    record All(List<Detection> parts) implements Detection {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<Detection> parts) implements Detection {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Detection part) implements Detection {}

    /// A search identifier; only its name is added.
    record Named(String name, Detection part) implements Detection {}

    /// One line of a selection, or a keyword.
    ///
    /// @param label the field with its modifiers as the rule spells them
    /// @param field the field's number; [#KEYWORD] for all scalars of the event
    /// @param all every alternative must hold, else one
    /// @param negated `neq`: the whole item must not hold
    record Item(String label, int field, List<Alternative> alternatives, boolean all, boolean negated)
            implements Detection {
        public Item {
            alternatives = List.copyOf(alternatives);
        }

        public FieldValues values(Event event) {
            return field == KEYWORD ? new FieldValues(true, event.scalars()) : event.field(field);
        }

        private boolean matches(Event event) {
            var values = values(event);
            for (int i = 0; i < alternatives.size(); i++) {
                if (alternatives.get(i).test().holds(values, event) != all) {
                    return all == negated;
                }
            }
            return all != negated;
        }
    }

    /// What must hold inside the elements of an array, each seen as an event of its own (`sigma-version: 3`).
    ///
    /// @param label the array and which of its elements
    /// @param reported the field as the rule spells it
    /// @param prefix name of the field, by which strings inside that hold JSON are known
    /// @param field number of the array; a single value is an array of one, null is no element
    /// @param places for each field number of `inner`, inside the element
    @SuppressWarnings("ArrayRecordComponent") // filled once, then only read
    record Scoped(
            String label, String reported, String prefix, int field, Scope scope, Detection inner, FieldPath[][] places)
            implements Detection {

        /// The elements, as events.
        ///
        /// @param values of the field
        /// @param decoder of the event around them
        public List<Event> elements(FieldValues values, Decoder decoder) {
            Decoder inside = (path, string) -> decoder.decode(prefix + "." + path, string);
            return values.values().stream()
                    .filter(value -> !value.isNull())
                    .map(value -> new Event(value.json(), places, inside))
                    .toList();
        }

        public List<Event> elements(Event event) {
            return elements(event.field(field), event.decoder());
        }

        /// Whether it holds of an event with these values of the field, however the event is held.
        public boolean matches(FieldValues values, Decoder decoder) {
            var elements = elements(values, decoder);
            return switch (scope) {
                case ANY -> elements.stream().anyMatch(inner::holds);
                case ALL -> !elements.isEmpty() && elements.stream().allMatch(inner::holds);
                case NONE -> elements.stream().noneMatch(inner::holds);
                case ALL_OR_EMPTY -> elements.stream().allMatch(inner::holds);
            };
        }
    }

    /// Of how many elements something must hold.
    enum Scope {
        ANY,
        ALL,
        NONE,
        ALL_OR_EMPTY
    }

    /// @param shown the value as the rule spells it
    record Alternative(String shown, FieldTest test) {}

    int KEYWORD = -1;

    default boolean holds(Event event) {
        return switch (this) {
            case All(var parts) -> {
                for (int i = 0; i < parts.size(); i++) {
                    if (!parts.get(i).holds(event)) {
                        yield false;
                    }
                }
                yield true;
            }
            case Any(var parts) -> {
                for (int i = 0; i < parts.size(); i++) {
                    if (parts.get(i).holds(event)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Not(var part) -> !part.holds(event);
            case Named(var _, var part) -> part.holds(event);
            case Item item -> item.matches(event);
            case Scoped scoped -> scoped.matches(event.field(scoped.field()), event.decoder());
        };
    }
}
