package tw.vigil.sigma.match;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Set;
import tw.vigil.sigma.json.JsonValue.JsonBoolean;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// A question to one value of a field; null answers none of them.
public sealed interface ValueTest {

    /// Any value but null, of any type: what `*` means.
    record Present() implements ValueTest {}

    /// @param text folded unless `cased`
    record Text(String text, TextPlace place, boolean cased) implements ValueTest {}

    /// @param texts folded unless `cased`
    record OneOfTexts(Set<String> texts, boolean cased) implements ValueTest {
        public OneOfTexts {
            texts = Set.copyOf(texts);
        }
    }

    /// Wildcards inside.
    ///
    /// @param tokens as in [SigmaText]
    @SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
    record Glob(int[] tokens, boolean cased) implements ValueTest {}

    /// Finds the expression anywhere in the text.
    record Regex(Pattern pattern) implements ValueTest {}

    record Compared(Comparison comparison, BigDecimal number) implements ValueTest {}

    record Truth(boolean value) implements ValueTest {}

    record InNetwork(Network network) implements ValueTest {}

    record Part(TimePart part, Comparison comparison, BigDecimal number) implements ValueTest {}

    /// Of what the value is called in the normalised view; what has no name there passes nothing.
    record Converted(Conversion conversion, ValueTest test) implements ValueTest {}

    default boolean holds(Value value) {
        if (value.isNull()) {
            return false;
        }
        return switch (this) {
            case Present _ -> true;
            case Text(var text, var place, var cased) -> place.holds(cased ? value.text() : value.folded(), text);
            case OneOfTexts(var texts, var cased) -> texts.contains(cased ? value.text() : value.folded());
            case Glob(var tokens, var cased) -> GlobMatching.matches(tokens, cased ? value.text() : value.folded());
            case Regex(var pattern) -> pattern.matcher(value.text()).find();
            case Compared(var comparison, var number) -> {
                var actual = Numbers.of(value.json());
                yield actual != null && comparison.holds(actual.compareTo(number));
            }
            case Truth(var expected) -> isBoolean(value, expected);
            case InNetwork(var network) -> value.json() instanceof JsonString s && network.contains(s.value());
            case Converted(var conversion, var test) -> {
                var converted = conversion.apply(value);
                yield converted != null && test.holds(converted);
            }
            case Part(var part, var comparison, var number) -> {
                var actual = part.of(value);
                yield actual.isPresent()
                        && comparison.holds(
                                BigDecimal.valueOf(actual.getAsInt()).compareTo(number));
            }
        };
    }

    private static boolean isBoolean(Value value, boolean expected) {
        return value.json() instanceof JsonBoolean b
                ? expected == (b == JsonBoolean.TRUE)
                : value.json() instanceof JsonString && value.folded().equals(expected ? "true" : "false");
    }
}
