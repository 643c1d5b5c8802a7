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
                row(
                        "  sel: {a: x}\n  condition: sel\nvigil: {stage: beta}\n",
                        6,
                        16,
                        "unknown stage 'beta'; accepted: live, shadow"),
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
                row("  sel: {'|gte': 5}\n  condition: sel\n", 4, 9, "need a field before them"),
                row("  sel: {a|hour|day: 5}\n  condition: sel\n", 4, 9, "one part of a date"),
                row("  sel: {a|gte|hour: 5}\n  condition: sel\n", 4, 9, "one part of a date"),
                row("  sel: {a|contains|gte: 5}\n  condition: sel\n", 4, 9, "'contains' does not go with numbers"),
                row("  sel: {a|base64|base64offset: x}\n  condition: sel\n", 4, 9, "encoded once"),
                row("  sel: {a|base64|base64: x}\n  condition: sel\n", 4, 18, "'base64' occurs twice"),
                row("  sel: {a|base64|wide: x}\n  condition: sel\n", 4, 9, "one utf16 form, before base64"),
                row("  sel: {a|wide|utf16be|base64: x}\n  condition: sel\n", 4, 9, "one utf16 form, before base64"),
                row("  sel: {a|windash|base64: x}\n  condition: sel\n", 4, 9, "windash cannot be encoded"),
                row("  sel: {a|re|cidr: x}\n  condition: sel\n", 4, 9, "accepted after it: contains, startswith"),
                row("  sel: {a|exists|all: true}\n  condition: sel\n", 4, 9, "accepted after it: nothing"),
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
                date: 2026-02-31
                logsource: {}
                detection:
                  sel: {a|foo: x, b|cidr: y}
                  condition: sel and
                """);

        assertThat(problems).hasSize(8);
        assertThat(problems).extracting(RuleProblem::line).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 8, 8, 9);
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
                .contains("'c' refers back to this rule");
    }

    @Test
    void baselinesAndExpectationsSayWhatTheyAccept() {
        assertThat(document("baseline:\n  rules: [a]\n  learn: 7d\n  forget: 90d"))
                .contains("needs the fields");
        assertThat(document("baseline:\n  rules: [a]\n  new: [x]\n  learn: 7d\n  forget: 1d"))
                .contains("must outlive the learning");
        assertThat(document("baseline:\n  rules: [b]\n  new: [x]\n  learn: 7d\n  forget: 30d"))
                .contains("no rule has the id or name 'b'");
        assertThat(document("expectation:\n  rules: [a]\n  every: calendar-moon"))
                .contains("accepted: calendar-day, calendar-week");
        assertThat(document("expectation:\n  rules: [a]")).contains("needs 'every'");
        assertThat(document("expectation:\n  rules: [a]\n  every: 5m\n  zone: Asia/Taipei"))
                .contains("'zone' belongs to calendars");
        assertThat(document("expectation:\n  rules: [a]\n  every: 5m\n  warn: [6m]"))
                .contains("less than 'every'");
        assertThat(document("expectation:\n  rules: [a]\n  every: 5m\n  for-each: hosts\n  group-by: [h]"))
                .contains("no register or watch-list is named 'hosts'");
        assertThat(document("expectation:\n  rules: [c]\n  every: 5m")).contains("'c' is an expectation");
    }

    @Test
    void aRuleThatARejectedDocumentRefersToStaysSilent() {
        var base = new RuleFile(
                "base.yml",
                "title: b\nname: base\nlogsource: {product: p}\ndetection: {sel: {a: x}, condition: sel}\n");
        var broken = """
                title: c
                name: c
                correlation: {type: event_count, rules: [base%s], timespan: %s, condition: {gte: 2}}
                """;

        for (var text : List.of(
                broken.formatted("", "soon"), broken.formatted(", gone", "5m"), broken.formatted("", "5m") + "x: [")) {
            var compiled = RuleSet.compile(List.of(base, new RuleFile("c.yml", text)), RuleContext.EMPTY);

            assertThat(compiled.problems()).extracting(RuleProblem::file).containsOnly("c.yml");
            assertThat(compiled.rules().rules()).singleElement().matches(RuleInfo::silent);
            assertThat(compiled.warnings()).singleElement().asString().contains("'b' stays silent");
        }
    }

    @Test
    void aFilterForNoRuleIsWarnedOf() {
        var filter = """
                title: f
                logsource: {product: p}
                filter:
                  rules: [base, gone]
                  sel: {a: y}
                  condition: not sel
                """;
        var base = "title: b\nname: base\nlogsource: {product: p}\ndetection: {sel: {a: x}, condition: sel}\n";

        var compiled =
                RuleSet.compile(List.of(new RuleFile("b.yml", base), new RuleFile("f.yml", filter)), RuleContext.EMPTY);

        assertThat(compiled.problems()).isEmpty();
        assertThat(compiled.warnings())
                .containsExactly(new RuleProblem(
                        "f.yml",
                        4,
                        17,
                        "the filter has no effect: no detection has the id or name 'gone'; 'rules: any' means all of the log"
                                + " source"));
    }

    @Test
    void correlationsThatFormACycleAreRejected() {
        var text = new StringBuilder();
        for (var pair : List.of("a b", "b c", "c a")) {
            text.append("---\ntitle: t\nname: %s\ncorrelation: {type: event_count, rules: [%s], timespan: 1m,"
                    .formatted(pair.split(" ", 2)[0], pair.split(" ", 2)[1]));
            text.append(" condition: {gte: 2}}\n");
        }

        assertThat(problems(text.toString()))
                .hasSize(3)
                .allMatch(p -> p.message().contains("no cycle"));
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

    private static String document(String body) {
        return problems("title: base\nname: a\nlogsource: {product: p}\ndetection: {sel: {e: x}, condition: sel}\n"
                        + "---\ntitle: c\nname: c\n" + body + "\n")
                .toString();
    }

    private static List<RuleProblem> problems(String text) {
        return RuleSet.compile(List.of(new RuleFile("r.yml", text)), RuleContext.EMPTY)
                .problems();
    }
}
