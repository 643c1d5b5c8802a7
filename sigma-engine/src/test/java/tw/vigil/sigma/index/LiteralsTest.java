package tw.vigil.sigma.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.Cases;
import tw.vigil.sigma.match.Numbers;

class LiteralsTest {

    @Test
    void allTextsOfAValueAreFound() {
        Cases.check(3_000, random -> {
            Set<String> different = new TreeSet<>();
            int wanted = 1 + random.nextInt(30);
            for (int i = 0; i < wanted; i++) {
                different.add(text(random, 1 + random.nextInt(9)));
            }
            var texts = List.copyOf(different);
            var value = text(random, random.nextInt(40));
            byte[] bytes = ("é" + value + "é").getBytes(StandardCharsets.UTF_8);
            int to = bytes.length - 2;

            Set<String> contained = new TreeSet<>();
            new ContainedTexts(texts).find(bytes, 2, to, found -> contained.add(texts.get(found)));
            Set<String> byAutomaton = new TreeSet<>();
            int[] numbers = IntStream.range(0, texts.size()).toArray();
            new LiteralAutomaton(texts, numbers).find(bytes, 2, to, found -> byAutomaton.add(texts.get(found)));
            Set<String> starting = new TreeSet<>();
            new AffixTable(texts, false).find(bytes, 2, to, found -> starting.add(texts.get(found)));
            Set<String> ending = new TreeSet<>();
            new AffixTable(texts, true).find(bytes, 2, to, found -> ending.add(texts.get(found)));
            int exact = new TextTable(texts).find(bytes, 2, to);

            assertThat(contained).isEqualTo(only(different, value::contains));
            assertThat(byAutomaton).isEqualTo(contained);
            assertThat(starting).isEqualTo(only(different, value::startsWith));
            assertThat(ending).isEqualTo(only(different, value::endsWith));
            assertThat(exact).isEqualTo(texts.indexOf(value));
        });
    }

    @Test
    void wholeNumbersAreReadAsTheRulesReadThem() {
        Cases.check(20_000, random -> {
            var text = new StringBuilder();
            int length = random.nextInt(8) + (random.nextInt(10) == 0 ? 15 : 0);
            for (int i = 0; i < length; i++) {
                text.append("0123456789001.-+eE".charAt(random.nextInt(18)));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

            assertThat(WholeNumber.of(bytes, 0, bytes.length))
                    .as(text.toString())
                    .isEqualTo(WholeNumber.of(Numbers.parse(text.toString())));
        });
    }

    private static Set<String> only(Set<String> texts, Predicate<String> wanted) {
        return new TreeSet<>(texts.stream().filter(wanted).toList());
    }

    private static String text(RandomGenerator random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("aabbcé.".charAt(random.nextInt(7)));
        }
        return text.toString();
    }
}
