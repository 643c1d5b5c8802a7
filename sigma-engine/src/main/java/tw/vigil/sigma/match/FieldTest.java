package tw.vigil.sigma.match;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question to a field, or to all scalars of an event.
public sealed interface FieldTest {

    /// Some value passes.
    record AnyValue(ValueTest test) implements FieldTest {}

    /// No value but null.
    record NoValue() implements FieldTest {}

    record Exists(boolean expected) implements FieldTest {}

    /// Some value compares with some value of another field.
    record SameAs(int field, TextPlace place, boolean cased) implements FieldTest {}

    default boolean holds(FieldValues values, Event event) {
        return switch (this) {
            case AnyValue(var test) -> passing(test, values.values()) != null;
            case NoValue _ -> values.isNull();
            case Exists(var expected) -> values.present() == expected;
            case SameAs sameAs -> passing(sameAs, values.values(), event) != null;
        };
    }

    /// The value that made the test hold; null when the test held without one.
    default @Nullable Value witness(FieldValues values, Event event) {
        return switch (this) {
            case AnyValue(var test) -> passing(test, values.values());
            case SameAs sameAs -> passing(sameAs, values.values(), event);
            case NoValue _, Exists _ ->
                values.values().isEmpty() ? null : values.values().getFirst();
        };
    }

    private static @Nullable Value passing(ValueTest test, List<Value> values) {
        for (int i = 0; i < values.size(); i++) {
            if (test.holds(values.get(i))) {
                return values.get(i);
            }
        }
        return null;
    }

    private static @Nullable Value passing(SameAs test, List<Value> values, Event event) {
        for (var own : values) {
            for (var other : event.field(test.field()).values()) {
                boolean comparable = !own.isNull() && !other.isNull();
                if (comparable
                        && test.place()
                                .holds(
                                        test.cased() ? own.text() : own.folded(),
                                        test.cased() ? other.text() : other.folded())) {
                    return own;
                }
            }
        }
        return null;
    }
}
