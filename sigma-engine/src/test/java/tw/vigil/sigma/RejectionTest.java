package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RejectionTest {

    private static final String HEAD = "title: t\nlogsource: {product: p}\ndetection:\n";

    static Stream<Arguments> lines() {
        return Stream.of(
                row("  sel: {a|foo: x}\n  condition: sel\n", 4, 11, "unknown modifier 'foo'; accepted: contains"),
                row("  sel: {a|: x}\n  condition: sel\n", 4, 11, "unknown modifier ''"),
                row("  sel: {'a|contains|nope': x}\n  condition: sel\n", 4, 21, "unknown modifier 'nope'"),
                row("  sel: {a: x}\n  condition: sel and nosuch\n", 5, 22, "undefined search identifier 'nosuch'"),
                row("  sel: {a: x}\n  condition: 'sel and typo'\n", 5, 23, "undefined search identifier 'typo'"),
                row("  sel: {a: x}\n  condition: sel and not 1 of flt_*\n", 5, 31, "'flt_*' names no search"),
                row("  sel: {a: x}\n  condition: sel | count() > 5\n", 5, 18, "correlation"),
                row("  sel: {a: x}\n", 4, 3, "there is no condition"),
                row("  condition: sel\n", 4, 3, "there is no search identifier"),
                row("  sel: []\n  condition: sel\n", 4, 8, "an empty list"),
                row("  sel: {}\n  condition: sel\n", 4, 8, "an empty map"),
                row("  sel: {a: []}\n  condition: sel\n", 4, 12, "an empty list"),
                row("  sel: {a: {b: c}}\n  condition: sel\n", 4, 12, "not a map"),
                row("  sel: {a: [[x]]}\n  condition: sel\n", 4, 13, "single values, not a list"),
                row("  sel: {a: 2026-01-01}\n  condition: sel\n", 4, 12, "a date is no Sigma value"),
                row("  sel: {a|re: '('}\n  condition: sel\n", 4, 15, "not a regex of RE2 syntax"),
                row("  sel: {a|re: 'x(?=y)'}\n  condition: sel\n", 4, 15, "look-around"),
                row("  sel: {a|re: 5}\n  condition: sel\n", 4, 15, "quote the number"),
                row("  sel: {a|i|re: x}\n  condition: sel\n", 4, 9, "'re' must come first"),
                row("  sel: {a|all|re: [x]}\n  condition: sel\n", 4, 9, "'re' must come first"),
                row("  sel: {a|re|base64: x}\n  condition: sel\n", 4, 9, "'base64' cannot follow 're'"),
                row("  sel: {a|i: x}\n  condition: sel\n", 4, 9, "belong to re"),
                row("  sel: {a|cidr: 10.0.0/8}\n  condition: sel\n", 4, 17, "not an IPv4 or IPv6 network"),
                row("  sel: {a|cidr: 10.0.0.1/8}\n  condition: sel\n", 4, 17, "host bits set"),
                row("  sel: {a|cidr: 10.0.0.0/33}\n  condition: sel\n", 4, 17, "prefix length from 0 to 32"),
                row("  sel: {'|cidr': 10.0.0.0/8}\n  condition: sel\n", 4, 9, "'cidr' needs a field"),
                row("  sel: {a|exists: 'true'}\n  condition: sel\n", 4, 19, "'exists' takes true or false"),
                row("  sel: {a|exists|neq: true}\n  condition: sel\n", 4, 9, "cannot follow 'exists'"),
                row("  sel: {a|lt: '5'}\n  condition: sel\n", 4, 15, "takes a number, unquoted"),
                row("  sel: {a|lt|gt: 5}\n  condition: sel\n", 4, 9, "one comparison per line"),
                row("  sel: {a|base64: 'x*'}\n  condition: sel\n", 4, 19, "wildcards cannot be encoded"),
                row("  sel: {a|contains|base64: x}\n  condition: sel\n", 4, 9, "before base64"),
                row("  sel: {a|utf16le: x}\n  condition: sel\n", 4, 9, "followed by base64"),
                row("  sel: {a|fieldref: 'b*'}\n  condition: sel\n", 4, 21, "without wildcards"),
                row("  sel: {a|expand: '%x%'}\n  condition: sel\n", 4, 19, "%x% has no watch-list"),
                row("  sel: true\n  condition: sel\n", 4, 8, "a boolean cannot be a keyword"),
                row("  sel: [null]\n  condition: sel\n", 4, 9, "null cannot be a keyword"),
                row("  sel: {a: x, a: y}\n  condition: sel\n", 4, 15, "duplicate key 'a'"),
                row("  sel: {a: !!str x}\n  condition: sel\n", 4, 12, "type tags"),
                row("  sel: {a: x}\n  timeframe: 5m\n  condition: sel\n", 5, 3, "'timeframe' is no longer Sigma"));
    }

    private static Arguments row(String detection, int line, int column, String message) {
        return Arguments.of(detection, line, column, message);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void rejectsAtItsPlaceAndSaysWhatIsAccepted(String detection, int line, int column, String message) {
        var problems = problems(HEAD + detection);

        assertThat(problems).isNotEmpty();
        assertThat(problems.getFirst().message()).contains(message);
        assertThat(problems.getFirst())
                .extracting(RuleProblem::file, RuleProblem::line, RuleProblem::column)
                .containsExactly("r.yml", line, column);
    }

    @Test
    void allProblemsOfAFileAreReported() {
        var problems = problems("""
                title: t
                id: nope
                level: urgent
                tags: [Attack]
                logsource: {}
                detection:
                  sel: {a|foo: x, b|cidr: y}
                  condition: sel and
                """);

        assertThat(problems).hasSize(7);
        assertThat(problems).extracting(RuleProblem::line).containsExactlyInAnyOrder(2, 3, 4, 5, 7, 7, 8);
    }

    @Test
    void correlationsSayWhatTheyAccept() {
        assertThat(correlation("type: near\n  rules: [a]\n  timespan: 5m\n  condition: {gte: 1}"))
                .contains("unknown correlation type 'near'; accepted: event_count");
        assertThat(correlation("type: event_count\n  rules: [b]\n  timespan: 5m\n  condition: {gte: 1}"))
                .contains("no rule has the id or name 'b'");
        assertThat(correlation("type: event_count\n  rules: [a]\n  timespan: soon\n  condition: {gte: 1}"))
                .contains("'soon' is no timespan");
        assertThat(correlation("type: event_count\n  rules: [a]\n  timespan: 5m"))
                .contains("needs a condition");
        assertThat(correlation("type: event_count\n  rules: [a]\n  timespan: 5m\n  condition: {gte: 0}"))
                .contains("always holds");
        assertThat(correlation("type: value_count\n  rules: [a]\n  timespan: 5m\n  condition: {gte: 2}"))
                .contains("needs the field");
        assertThat(correlation("type: event_count\n  rules: [a]\n  timespan: 5m\n  window: 3\n  condition: {gte: 1}"))
                .contains("unknown key 'window'");
        assertThat(correlation("type: event_count\n  rules: [c]\n  timespan: 5m\n  condition: {gte: 2}"))
                .contains("not supported yet: a correlation of correlations");
    }

    @Test
    void aBrokenFileLeavesTheOthersAlone() {
        var good = new RuleFile("good.yml", HEAD + "  sel: {a: x}\n  condition: sel\n");
        var bad = new RuleFile("bad.yml", HEAD + "  sel: {a|foo: x}\n  condition: sel\n");

        var compiled = RuleSet.compile(List.of(bad, good), RuleContext.EMPTY);

        assertThat(compiled.rules().rules()).hasSize(1);
        assertThat(compiled.problems()).extracting(RuleProblem::file).containsOnly("bad.yml");
    }

    @Test
    void aliasBombsAndDeepNestingAreBounded() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(problems(bomb.toString()).getFirst().message()).contains("aliases expanded");
        assertThat(problems("a: " + "[".repeat(200) + "]".repeat(200))
                        .getFirst()
                        .message())
                .contains("deeper than");
        assertThat(problems("a: [").getFirst().message()).contains("not YAML 1.2");
    }

    private static String correlation(String body) {
        return problems("""
                        title: base
                        name: a
                        logsource: {product: p}
                        detection: {sel: {e: x}, condition: sel}
                        ---
                        title: c
                        name: c
                        correlation:
                          %s
                        """.formatted(body)).toString();
    }

    private static List<RuleProblem> problems(String text) {
        return RuleSet.compile(List.of(new RuleFile("r.yml", text)), RuleContext.EMPTY)
                .problems();
    }
}
