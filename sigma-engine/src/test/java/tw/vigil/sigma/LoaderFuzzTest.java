package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever a rule file holds, reading it ends soon, with rules or with problems that have a place, and throws nothing.
class LoaderFuzzTest {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final List<String> SCRAPS = List.of(
            ":",
            "- ",
            "? ",
            "|",
            ">",
            "&a ",
            "*a",
            "!x ",
            "%",
            "'",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            "#",
            "---\n",
            "...\n",
            "\n",
            "\n  ",
            "\t",
            "~",
            "null",
            "<<: ",
            "\\",
            "\\x",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\u0000",
            "😀",
            "é",
            "0x",
            "1e9",
            "-0",
            "2026-01-31",
            "condition: ",
            "1 of ",
            "all of them",
            " and ",
            " not ",
            "(",
            ")",
            "|re",
            "|all",
            "|contains",
            "|cidr",
            "|expand",
            "%a%",
            "(?i)",
            "{2,3}",
            "x{1000}",
            "(?P<a>",
            "[^",
            "[[:alpha:]]",
            "\\p{L}",
            "action: repeat\n",
            "correlation:\n",
            "filter:\n",
            "timespan: 5m\n",
            "sigma-version: 3\n",
            "[any]",
            "taxonomy: ocsf\n",
            "10.0.0.0/8",
            "::/0",
            "9999999999999999999");

    private long accepted;
    private long rejected;

    /// Longer with `-Dcases.rulefiles=…`.
    @Test
    void damagedRuleFilesAreReadOrRejected() {
        Cases.check(Integer.getInteger("cases.rulefiles", 400), random -> {
            List<RuleFile> whole = new GeneratedRules(random).files(4);
            List<RuleFile> files = new ArrayList<>();
            for (var file : whole) {
                files.add(
                        new RuleFile(file.path(), random.nextInt(4) == 0 ? file.text() : damaged(random, file.text())));
            }
            long start = System.nanoTime();
            var compilation = RuleSet.compile(files, new RuleContext(Map.of("a", List.of("x")), List.of()));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(() -> files.toString())
                    .isLessThan(LONGEST);

            accepted += compilation.rules().rules().size();
            rejected += compilation.problems().size();
            assertThat(compilation.problems()).as(() -> files.toString()).allSatisfy(problem -> {
                assertThat(problem.message()).isNotBlank();
                assertThat(problem.line()).isPositive();
                assertThat(problem.column()).isPositive();
            });
        });
        assertThat(accepted).isGreaterThan(100);
        assertThat(rejected).isGreaterThan(100);
    }

    @Test
    void damagedFieldMappingsAreReadOrRejected() {
        Cases.check(Integer.getInteger("cases.rulefiles", 400), random -> {
            var mapping = new RuleFile("mapping.yml", damaged(random, GeneratedRules.MAPPING));

            var compilation = RuleSet.compile(List.of(), new RuleContext(Map.of(), List.of(mapping)));

            assertThat(compilation.problems())
                    .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
        });
    }

    private static String damaged(RandomGenerator random, String text) {
        var damaged = new StringBuilder(text);
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(damaged.length() + 1);
            int end = Math.min(damaged.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> damaged.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 1 -> damaged.replace(at, end, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> damaged.delete(at, end);
                default -> damaged.insert(at, damaged.substring(at, end).repeat(3));
            }
        }
        return damaged.toString();
    }
}
