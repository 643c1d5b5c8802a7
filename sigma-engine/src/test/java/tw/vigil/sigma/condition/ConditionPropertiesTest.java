package tw.vigil.sigma.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.vigil.sigma.Cases;
import tw.vigil.sigma.condition.Condition.And;
import tw.vigil.sigma.condition.Condition.Not;
import tw.vigil.sigma.condition.Condition.Or;
import tw.vigil.sigma.condition.Condition.Quantified;
import tw.vigil.sigma.condition.Condition.Quantifier;
import tw.vigil.sigma.condition.Condition.Selection;

class ConditionPropertiesTest {

    private static final List<String> NAMES = List.of("a", "b", "notes", "order", "android", "sel-1x", "all_things");

    @Test
    void parsingWhatWasPrintedGivesTheSameTree() {
        Cases.check(2_000, random -> {
            var condition = condition(random, 4, true);

            var again = parsed(condition.print());

            assertThat(withoutOffsets(again)).isEqualTo(withoutOffsets(condition));
        });
    }

    @Test
    void negatedConjunctionIsDisjunctionOfNegations() {
        Cases.check(2_000, random -> {
            var left = condition(random, 3, false);
            var right = condition(random, 3, false);
            long truth = random.nextLong();
            Predicate<String> matches = name -> ((truth >> (name.hashCode() & 31)) & 1) == 1;

            var negated = new Not(new And(List.of(left, right)));
            var distributed = new Or(List.of(new Not(left), new Not(right)));

            assertThat(negated.holds(matches)).isEqualTo(distributed.holds(matches));
            assertThat(parsed(negated.print()).holds(matches)).isEqualTo(distributed.holds(matches));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    a b                 ~ 2  ~ unexpected 'b'
                    a and               ~ 5  ~ unexpected end
                    (a or b             ~ 7  ~ ')'
                    sel_*               ~ 0  ~ '1 of' or 'all of'
                    2 of them           ~ 0  ~ accepted: 1 of, any of, all of
                    1 of (a,b)          ~ 5  ~ unexpected '('
                    a | count() > 5     ~ 2  ~ correlation
                    a and $b            ~ 6  ~ unexpected character '$'
                    not                 ~ 3  ~ unexpected end
                    """)
    void whatIsNoConditionIsRejectedAtItsPlace(String text, int offset, String message) {
        assertThatThrownBy(() -> ConditionParser.parse(text))
                .isInstanceOf(ConditionSyntaxException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((ConditionSyntaxException) e).offset())
                .isEqualTo(offset);
    }

    @Test
    void depthIsBoundedAndLengthIsNot() {
        assertThat(parsed("(".repeat(100) + "a" + ")".repeat(100)).holds("a"::equals))
                .isTrue();
        assertThat(parsed("not ".repeat(100) + "a").holds("a"::equals)).isTrue();
        assertThat(parsed("not (a) or ".repeat(200) + "a").holds("a"::equals)).isTrue();
        assertThatThrownBy(() -> ConditionParser.parse("(".repeat(101) + "a" + ")".repeat(101)))
                .hasMessageContaining("deeper than 100");
        assertThatThrownBy(() -> ConditionParser.parse("not ".repeat(101) + "a"))
                .hasMessageContaining("deeper than 100");
    }

    @Test
    void everyCharacterOfANameIsOne() {
        assertThat(parsed("azAZ09_-").holds("azAZ09_-"::equals)).isTrue();
        for (char no : "`{@[/:".toCharArray()) {
            assertThatThrownBy(() -> ConditionParser.parse("a" + no)).hasMessageContaining("unexpected character");
        }
    }

    @Test
    void quantifiersSkipHiddenNamesUnlessThePatternAsksForThem() {
        var names = List.of("sel_a", "sel_b", "_sel_c");

        assertThat(selected("1 of them", names)).containsExactly("sel_a", "sel_b");
        assertThat(selected("all of *sel*", names)).containsExactly("sel_a", "sel_b");
        assertThat(selected("any of _sel*", names)).containsExactly("_sel_c");
    }

    private static List<String> selected(String text, List<String> names) {
        var quantified = (Quantified) parsed(text);
        return names.stream().filter(quantified::selects).toList();
    }

    private static Condition parsed(String text) {
        try {
            return ConditionParser.parse(text);
        } catch (ConditionSyntaxException e) {
            throw new AssertionError(text, e);
        }
    }

    private static Condition condition(RandomGenerator random, int depth, boolean quantifiers) {
        int kind = depth == 0 ? 0 : random.nextInt(quantifiers ? 5 : 4);
        return switch (kind) {
            case 1 -> new Not(condition(random, depth - 1, quantifiers));
            case 2 -> new And(conditions(random, depth, quantifiers));
            case 3 -> new Or(conditions(random, depth, quantifiers));
            case 4 ->
                new Quantified(
                        random.nextBoolean() ? Quantifier.ANY : Quantifier.ALL,
                        random.nextBoolean() ? "them" : "sel_*_x",
                        0);
            default -> new Selection(NAMES.get(random.nextInt(NAMES.size())), 0);
        };
    }

    private static List<Condition> conditions(RandomGenerator random, int depth, boolean quantifiers) {
        List<Condition> conditions = new ArrayList<>();
        Stream.generate(() -> condition(random, depth - 1, quantifiers))
                .limit(2 + random.nextInt(2))
                .forEach(conditions::add);
        return conditions;
    }

    private static Condition withoutOffsets(Condition condition) {
        return switch (condition) {
            case Selection(var name, var _) -> new Selection(name, 0);
            case Quantified(var quantifier, var pattern, var _) -> new Quantified(quantifier, pattern, 0);
            case Not(var operand) -> new Not(withoutOffsets(operand));
            case And(var operands) ->
                new And(operands.stream()
                        .map(ConditionPropertiesTest::withoutOffsets)
                        .toList());
            case Or(var operands) ->
                new Or(operands.stream()
                        .map(ConditionPropertiesTest::withoutOffsets)
                        .toList());
        };
    }
}
