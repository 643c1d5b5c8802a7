package tw.vigil.sigma.regex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.sigma.Cases;
import tw.vigil.sigma.json.JsonValue.JsonString;
import tw.vigil.sigma.match.CaseFolding;
import tw.vigil.sigma.match.SigmaText;
import tw.vigil.sigma.match.Value;
import tw.vigil.sigma.match.ValueTest;
import tw.vigil.sigma.regex.ByteRegex.Answer;

class ByteRegexTest {

    private static final List<String> PARTS = List.of(
            "a",
            "b",
            "ab",
            "c?",
            "(ab)*",
            "(a|b)",
            "[ab]",
            "[^a]",
            "b+",
            "a{0,2}",
            ".",
            "^",
            "$",
            "\\.",
            "(?:b.)?",
            "|",
            "(|a)",
            "a{2,}",
            "\\d",
            "\\W",
            "\\s",
            "[\\w.]",
            "(?i)",
            "(?i:k)",
            "s",
            "(?s).",
            "é",
            "[é-ü]",
            "[^é]",
            "\\x61",
            "\\Qa.\\E",
            "(a|bc|)+",
            "(?P<n>b)",
            ".{3}",
            "[]a]",
            "[^]b]",
            "\\A",
            "\\z",
            "a*?",
            "{",
            "a{,2}",
            "[k-s]",
            "\\t",
            "\\/",
            "(?i)[^k]",
            "\\b",
            "[[:alpha:]]",
            "\\pL",
            "(?m)^",
            ".*",
            "{1}",
            "[a-]",
            "-");
    private static final List<String> CHARACTERS = List.of(
            "a", "b", "c", "A", "B", "k", "K", "\u212a", "s", "\u017f", ".", "é", "É", "😀", "\n", " ", "7", "_", "]",
            "{", ",", "2", "\t", "/", "-", "}", "\uffff", "\ud7ff", "\ue000", "\u0080");

    private long bytewise;
    private long found;

    /// More with `-Dcases.regexes=…`.
    @Test
    void bytesSayWhatTheLibrarySays() {
        Cases.check(Integer.getInteger("cases.regexes", 3_000), random -> {
            var regex = joined(random, PARTS, 7);
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex, random.nextInt(6) == 0 ? Pattern.CASE_INSENSITIVE : 0);
            } catch (PatternSyntaxException e) {
                return;
            }
            var made = TextPattern.of(pattern);
            for (int i = 0; i < 10; i++) {
                var text = joined(random, CHARACTERS, 9);
                boolean expected = pattern.matcher(text).find();
                found += expected ? 1 : 0;
                agrees(made, text, expected, regex + " in " + text);
            }
        });
        assertThat(bytewise).isGreaterThan(8_000);
        assertThat(found).isGreaterThan(4_000);
    }

    @Test
    void globsSayWhatThePlainTestSays() {
        Cases.check(5_000, random -> {
            var glob = joined(random, List.of("a", "B", "*", "?", "é", "\\*", "k", "-a", "/b", "😀", "."), 6);
            boolean cased = random.nextBoolean();
            var parsed = SigmaText.parse(glob);
            var test = (random.nextBoolean() ? parsed.withAnyDash() : parsed).test(cased);
            if (test instanceof ValueTest.Glob wanted) {
                var made = TextPattern.of(wanted);
                for (int i = 0; i < 10; i++) {
                    var text = joined(
                            random,
                            List.of("a", "b", "B", "é", "É", "*", "K", "\u212a", "-", "–", "/", "😀", "\n", "."),
                            7);
                    var value = new Value(new JsonString(text));
                    agrees(made, cased ? text : value.folded(), wanted.holds(value), glob + " in " + text);
                }
            }
        });
    }

    private void agrees(TextPattern made, String text, boolean expected, String what) {
        byte[] bytes = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
        if (made.bytes() != null) {
            bytewise++;
            assertThat(made.bytes().find(bytes, 1, bytes.length - 1))
                    .as(what)
                    .isEqualTo(expected ? Answer.YES : Answer.NO);
        }
        if (expected) {
            var folded = CaseFolding.fold(text);
            assertThat(bytes.length - 2).as(what).isGreaterThanOrEqualTo(made.shortest());
            assertThat(made.required())
                    .as(what)
                    .allMatch(anyOf -> anyOf.stream().anyMatch(folded::contains));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '~',
            value = {
                "abc ~ abc",
                "^abc.*de$ ~ abc de",
                "(?i)ABC ~ abc",
                "a|abcd ~ a/abcd",
                "ab(cd|ef)gh ~ ab cd/ef gh",
                "(abc/|abc\\s).+\\..+@ ~ abc/abc/ . @",
                "abc?d ~ ab d",
                "abc+d ~ abc d",
                "ab{0}cd ~ a cd",
                "[abc]def ~ def",
                "a\\.b\\\\c ~ a.b\\c",
                "\\d+xy ~ xy",
                "\\x41bc ~ abc",
                "a(?i)bK ~ abk",
                "\\Qa.b\\E ~ a.b",
                "(a|b?)c ~ c",
                "((a|b)c|de) ~ a/b/de",
                "(?i)\\bset\\b ~ set",
                "x{2,}yz ~ x xyz",
                "[[:alpha:]]abc ~ \"\"",
            })
    void requiredTextsAreReadOffAnExpression(String regex, String expected) {
        var required = TextPattern.required(Pattern.compile(regex));

        assertThat(required.stream()
                        .map(anyOf -> anyOf.stream().sorted().collect(Collectors.joining("/")))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    /// Written like those of public rules.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)(set).*&&\\s?set.*(environment|invoke|\\$?\\{?input).*&&.*\"",
                "\\\\[a-z]{8}\\.(exe|dll)$",
                "[A-Za-z0-9+/=]{200,}",
                "(\\d{1,3}\\.){3}\\d{1,3}",
                "assumed-role/.+/i-[0-9a-f]+$",
                "(^0oa.*|[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,})"
            })
    void usualExpressionsRunOnBytes(String regex) {
        assertThat(TextPattern.of(Pattern.compile(regex)).bytes()).isNotNull();
    }

    /// However many states it takes: then nothing is said rather than much kept.
    @Test
    void theNumberOfStatesIsBounded() {
        var wide = Objects.requireNonNull(
                TextPattern.of(Pattern.compile("(?s)a.{400}b")).bytes());
        Cases.check(20, random -> {
            var text = joined(random, List.of("a", "c"), 5_000) + "b";
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            boolean expected = text.length() > 401 && text.matches("(?s).*a.{400}b.*");

            assertThat(wide.find(bytes, 0, bytes.length)).isIn(Answer.TOO_WIDE, expected ? Answer.YES : Answer.NO);
        });
    }

    @Test
    void threadsMayShareOne() throws InterruptedException {
        var shared = Objects.requireNonNull(
                TextPattern.of(Pattern.compile("(a|b){3}c.{2,9}d")).bytes());
        var plain = Pattern.compile("(a|b){3}c.{2,9}d");
        List<Thread> threads = new ArrayList<>();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            long seed = t;
            threads.add(Thread.ofPlatform().start(() -> {
                var random = new SplittableRandom(seed);
                for (int i = 0; i < 5_000; i++) {
                    var text = joined(random, List.of("a", "b", "c", "d"), 16);
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    if ((shared.find(bytes, 0, bytes.length) == Answer.YES)
                            != plain.matcher(text).find()) {
                        wrong.add(text);
                    }
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
    }

    private static String joined(RandomGenerator random, List<String> from, int most) {
        var text = new StringBuilder();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            text.append(from.get(random.nextInt(from.size())));
        }
        return text.toString();
    }
}
