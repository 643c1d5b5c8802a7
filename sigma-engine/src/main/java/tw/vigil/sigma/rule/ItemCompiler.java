package tw.vigil.sigma.rule;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Comparison;
import tw.vigil.sigma.match.Detection.Alternative;
import tw.vigil.sigma.match.FieldTable.Field;
import tw.vigil.sigma.match.FieldTest;
import tw.vigil.sigma.match.Network;
import tw.vigil.sigma.match.Numbers;
import tw.vigil.sigma.match.SigmaText;
import tw.vigil.sigma.match.TextPlace;
import tw.vigil.sigma.match.TimePart;
import tw.vigil.sigma.match.ValueTest;
import tw.vigil.sigma.yaml.YamlNode.Kind;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// Turns one value of a detection item into what is asked of the field. Throws IllegalArgumentException for a
/// value that the modifiers do not take; the message says what they take.
final class ItemCompiler {

    private static final com.google.re2j.Pattern DATE =
            Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}(?:[Tt ]\\d{1,2}:\\d{2}.*)?");

    private final ModifierChain chain;
    private final RuleTables tables;
    private final boolean ocsf;

    ItemCompiler(ModifierChain chain, RuleTables tables, boolean ocsf) {
        this.chain = chain;
        this.tables = tables;
        this.ocsf = ocsf;
    }

    /// Alternatives of one value: any of them makes the value hold. Grouped by what `all` must see as one.
    List<Alternative> compile(Scalar value) {
        if (chain.has(Modifier.EXISTS)) {
            require(value.kind() == Kind.BOOLEAN, "'exists' takes true or false, unquoted");
            return one(value, new FieldTest.Exists(value.isTrue()));
        }
        if (chain.hasAny(m -> m.comparison() != null || m.timePart() != null)) {
            return one(value, new FieldTest.AnyValue(numeric(value)));
        }
        return switch (value.kind()) {
            case NULL -> nullValue(value);
            case BOOLEAN -> booleanValue(value);
            case NUMBER -> numberValue(value);
            case STRING -> textValue(value);
        };
    }

    private List<Alternative> nullValue(Scalar value) {
        require(chain.field() != null, "null cannot be a keyword; bind it to a field");
        requireNoTextModifiers(value);
        return one(value, new FieldTest.NoValue());
    }

    private List<Alternative> booleanValue(Scalar value) {
        require(chain.field() != null, "a boolean cannot be a keyword; quote it or bind it to a field");
        requireNoTextModifiers(value);
        return one(value, new FieldTest.AnyValue(new ValueTest.Truth(value.isTrue())));
    }

    private List<Alternative> numberValue(Scalar value) {
        boolean textual = chain.hasAny(Modifier::isTextPlace) || chain.field() == null;
        boolean onlyPlaces = !chain.hasAny(m -> !m.combines() && !m.isTextPlace());
        require(onlyPlaces, "'" + chain.label() + "' takes strings; quote the number");
        if (textual) {
            return one(
                    value,
                    new FieldTest.AnyValue(
                            placed(SigmaText.literal(value.text())).test(false)));
        }
        return one(value, new FieldTest.AnyValue(new ValueTest.Compared(Comparison.EQUAL, number(value))));
    }

    private List<Alternative> textValue(Scalar value) {
        require(
                !(value.plain() && isDate(value.text())),
                "a date is no Sigma value; quote it to compare text: '" + value.text() + "'");
        if (chain.has(Modifier.FIELDREF)) {
            return one(value, reference(value));
        }
        List<Alternative> alternatives = new ArrayList<>();
        for (var text : expanded(value)) {
            for (var test : tests(text)) {
                alternatives.add(new Alternative(shown(text), new FieldTest.AnyValue(test)));
            }
        }
        return alternatives;
    }

    private static boolean isDate(String text) {
        return !text.isEmpty() && Character.isDigit(text.charAt(0)) && DATE.matches(text);
    }

    private List<String> expanded(Scalar value) {
        return chain.has(Modifier.EXPAND)
                ? Placeholders.expand(value.text(), tables.watchLists(), v -> chain.has(Modifier.RE) ? asRegex(v) : v)
                : List.of(value.text());
    }

    private static String asRegex(String watched) {
        var regex = new StringBuilder();
        for (int i = 0; i < watched.length(); i++) {
            char c = watched.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private List<ValueTest> tests(String text) {
        if (chain.has(Modifier.RE)) {
            return List.of(new ValueTest.Regex(tables.regex(text, regexFlags())));
        }
        if (chain.has(Modifier.CIDR)) {
            return List.of(new ValueTest.InNetwork(Network.parse(text)));
        }
        var parsed = SigmaText.parse(text);
        boolean cased = chain.has(Modifier.CASED);
        if (chain.hasAny(Modifier::isBase64)) {
            require(!parsed.hasWildcards(), "a value with wildcards cannot be encoded; escape them: \\*");
            return Encodings.encode(parsed.plain(), chain.modifiers()).stream()
                    .map(SigmaText::literal)
                    .map(encoded -> placed(encoded).test(cased))
                    .toList();
        }
        return List.of(placed(chain.has(Modifier.WINDASH) ? parsed.withAnyDash() : parsed)
                .test(cased));
    }

    private SigmaText placed(SigmaText text) {
        boolean keyword = chain.field() == null && !chain.hasAny(Modifier::isTextPlace);
        boolean anywhere = keyword || chain.has(Modifier.CONTAINS);
        var placed = anywhere || chain.has(Modifier.ENDSWITH) ? text.startingAnywhere() : text;
        return anywhere || chain.has(Modifier.STARTSWITH) ? placed.endingAnywhere() : placed;
    }

    private int regexFlags() {
        return (chain.has(Modifier.IGNORECASE) ? Pattern.CASE_INSENSITIVE : 0)
                | (chain.has(Modifier.MULTILINE) ? Pattern.MULTILINE : 0)
                | (chain.has(Modifier.DOTALL) ? Pattern.DOTALL : 0);
    }

    private FieldTest reference(Scalar value) {
        var name = SigmaText.parse(value.text());
        require(!name.hasWildcards(), "fieldref takes the name of a field, without wildcards");
        require(!value.text().isEmpty(), "fieldref takes the name of a field");
        boolean start = chain.has(Modifier.STARTSWITH);
        boolean end = chain.has(Modifier.ENDSWITH);
        boolean anywhere = chain.has(Modifier.CONTAINS) || (start && end);
        var place = anywhere ? TextPlace.ANYWHERE : start ? TextPlace.START : end ? TextPlace.END : TextPlace.WHOLE;
        int field = tables.fields().number(new Field(name.plain(), ocsf));
        return new FieldTest.SameAs(field, place, chain.has(Modifier.CASED));
    }

    private ValueTest numeric(Scalar value) {
        require(
                value.kind() == Kind.NUMBER,
                "'" + chain.label() + "' takes a number, unquoted, not " + value.described());
        Comparison comparison = Comparison.EQUAL;
        TimePart part = null;
        for (var modifier : chain.modifiers()) {
            comparison = Objects.requireNonNullElse(modifier.comparison(), comparison);
            part = modifier.timePart() == null ? part : modifier.timePart();
        }
        return part == null
                ? new ValueTest.Compared(comparison, number(value))
                : new ValueTest.Part(part, comparison, number(value));
    }

    private static BigDecimal number(Scalar value) {
        var number = Numbers.parse(value.text());
        require(number != null, "the number is too long");
        return Objects.requireNonNull(number);
    }

    private void requireNoTextModifiers(Scalar value) {
        require(
                !chain.hasAny(m -> !m.combines()),
                "'" + chain.label() + "' takes strings, not " + value.described() + "; quote it");
    }

    private static List<Alternative> one(Scalar value, FieldTest test) {
        return List.of(new Alternative(shown(value.kind() == Kind.NULL ? "null" : value.text()), test));
    }

    private static String shown(String text) {
        return text.length() <= 1024 ? text : text.substring(0, 1024);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    @Nullable
    Field field() {
        return chain.field() == null ? null : new Field(chain.field(), ocsf);
    }
}
