package tw.vigil.sigma.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

class ListeningRulesTest {

    private static final LogSource SOURCE = new LogSource(null, "test", null);

    private static final String BASE = """
            title: a
            name: a
            logsource: {product: test}
            detection: {sel: {e: a}, condition: sel}
            ---
            title: b
            name: b
            logsource: {product: test}
            detection: {sel: {e: b}, condition: sel}
            ---
            """;

    @Test
    void anOuterRuleTakesItsGroupFromTheEventThatCompletedTheInnerWindow() {
        var rules = rules(many("host", "gte: 2") + outer("temporal_ordered", "[many, b]", "1h", ""));

        var run = run(rules);
        run.at(0, "e", "a", "u", "x", "host", "h");
        run.at(1, "e", "a", "u", "y", "host", "h");
        run.at(2, "e", "a", "u", "z", "host", "h");
        run.at(3, "e", "b", "u", "x");
        run.at(4, "e", "b", "u", "y");

        assertThat(run.finish()).containsExactly("outer {u=y} at 4 = 2.0 r1 [0, 1, 4]");
    }

    @Test
    void anInnerRuleThatIsJudgedAtItsCloseSpeaksAtItsEnd() {
        var rules = rules(many("u", "lt: 2") + outer("temporal", "[many, b]", "10m", ""));

        var run = run(rules);
        run.at(0, "e", "a", "u", "x");
        run.at(900, "e", "b", "u", "x");
        run.at(100_000, "e", "b", "u", "x");

        assertThat(run.finish()).containsExactly("outer {u=x} at 900 = 2.0 r1 [0, 900]");
    }

    @Test
    void absenceOfAnInnerEpisodeWaitsForIt() {
        var rules = rules(many("u", "eq: 1") + outer("temporal", "[b, many]", "5m", "  condition: b and not many\n"));

        var run = run(rules);
        run.at(0, "e", "a", "u", "x");
        run.at(0, "e", "b", "u", "x");
        run.at(0, "e", "b", "u", "y");

        // the window of the inner rule ends exactly where that of the outer one does, and is judged first
        assertThat(run.finish()).containsExactly("outer {u=y} at 300 = 1.0 r1 [0]");
    }

    @Test
    void threeLevelsPassOn() {
        var top = """
                ---
                title: top
                name: top
                correlation: {type: value_count, rules: [outer], group-by: [site], timespan: 1d, aliases: {site: {outer: s}},
                  condition: {field: u, gte: 2}}
                """;
        var rules = rules(many("u", "gte: 2") + outer("event_count", "[many]", "1h", "  condition: {gte: 1}\n") + top);

        var run = run(rules);
        for (var user : List.of("x", "y")) {
            run.at(0, "e", "a", "u", user, "s", "tw");
            run.at(5, "e", "a", "u", user, "s", "tw");
        }

        assertThat(run.finish()).containsExactly("top {site=tw} at 5 = 2.0 r1 [0, 5]");
    }

    @Test
    void aBaselineTellsANewValueOnceItHasLearnt() {
        var rules = rules("""
                title: new region
                name: fresh
                baseline: {rules: [a], group-by: [u], new: [r], learn: 7d, forget: 30d}
                """);
        long day = 86_400;

        var run = run(rules);
        run.at(0, "e", "a", "u", "x", "r", "tw");
        run.at(3 * day, "e", "a", "u", "x", "r", "jp");
        run.at(6 * day, "e", "a", "u", "wu", "r", "us");
        run.at(7 * day, "e", "a", "u", "x", "r", "us");
        run.at(8 * day, "e", "a", "u", "x", "r", "us");
        run.at(20 * day, "e", "a", "u", "x", "r", "tw");
        run.at(34 * day, "e", "a", "u", "x", "r", "jp");

        assertThat(run.finish())
                .containsExactly(
                        "fresh {r=us, u=x} at 604800 = 2.0 r1 [604800]",
                        "fresh {r=jp, u=x} at 2937600 = 3.0 r1 [2937600]");
    }

    @Test
    void aDurationRunsFromTheLastTimeAndIsToldOnce() {
        var rules = rules("title: beat\nname: beat\nexpectation: {rules: [a], every: 10m, warn: [2m]}\n");

        var run = run(rules);
        run.at(0, "e", "b");
        run.at(300, "e", "a");
        run.at(900, "e", "a");
        run.at(9_000, "e", "a");

        assertThat(run.until(9_000))
                .containsExactly("beat {} at 1380 = 120.0 r1 [900]", "beat {} at 1500 = 0.0 r2 [900]");
    }

    @Test
    void eachRowOfARegisterHasItsOwnDeadlineInEachCalendarYear() {
        var register = """
                name: engagements
                rows:
                  - {engagement: core, material: true, status: active}
                  - {engagement: mail, material: true, status: active}
                  - {engagement: wiki, material: false, status: active}
                """;
        var text = BASE + """
                title: not audited
                name: audited
                expectation:
                  rules: [a]
                  for-each: engagements
                  where: {material: true, status: [active, ending]}
                  group-by: [engagement]
                  every: calendar-year
                  warn: [30d]
                """;
        var compiled = RuleSet.compile(
                List.of(new RuleFile("r.yml", text)),
                new RuleContext(Map.of(), List.of(), List.of(new RuleFile("registers/engagements.yml", register))));
        assertThat(compiled.problems()).isEmpty();

        var run = run(compiled.rules());
        run.at(Instant.parse("2026-03-01T00:00:00Z").getEpochSecond(), "e", "a", "engagement", "core");
        run.at(Instant.parse("2026-03-02T00:00:00Z").getEpochSecond(), "e", "a", "engagement", "wiki");
        // a new year in Taipei begins eight hours before it does in Greenwich
        run.at(Instant.parse("2026-12-31T16:00:00Z").getEpochSecond(), "e", "a", "engagement", "mail");

        long end = Instant.parse("2026-12-31T16:00:00Z").getEpochSecond();
        assertThat(run.until(Instant.parse("2027-11-01T00:00:00Z").getEpochSecond()))
                .containsExactly(
                        "audited {engagement=mail} at " + (end - 30 * 86_400) + " = 2592000.0 r1 []",
                        "audited {engagement=mail} at " + end + " = 0.0 r2 []");
    }

    @Test
    void aWatchListNamesTheRowsAndOthersDoNotCount() {
        var text = BASE
                + "title: beat\nname: beat\nexpectation: {rules: [a], for-each: hosts, group-by: [h], every: 1h}\n";
        var compiled = RuleSet.compile(
                List.of(new RuleFile("r.yml", text)), new RuleContext(Map.of("hosts", List.of("h1", "h2")), List.of()));
        assertThat(compiled.problems()).isEmpty();

        var run = run(compiled.rules());
        run.at(0, "e", "a", "h", "h1");
        run.at(1_800, "e", "a", "h", "h3");

        assertThat(run.until(3_601))
                .containsExactly("beat {h=h1} at 3600 = 0.0 r1 [0]", "beat {h=h2} at 3600 = 0.0 r1 []");
    }

    private static String many(String group, String condition) {
        return """
                title: many
                name: many
                correlation: {type: event_count, rules: [a], group-by: [%s], timespan: 5m, condition: {%s}}
                ---
                """.formatted(group, condition);
    }

    private static String outer(String type, String rules, String timespan, String condition) {
        return "title: outer\nname: outer\ncorrelation:\n  type: " + type + "\n  rules: " + rules
                + "\n  group-by: [u]\n  timespan: " + timespan + "\n" + condition;
    }

    private static RuleSet rules(String documents) {
        var compiled = RuleSet.compile(List.of(new RuleFile("r.yml", BASE + documents)), RuleContext.EMPTY);
        assertThat(compiled.problems()).isEmpty();
        return compiled.rules();
    }

    private static Course run(RuleSet rules) {
        return new Course(rules);
    }

    /// Events one after the other; identities are their seconds.
    private static final class Course {
        private final List<String> found = new ArrayList<>();
        private final OfflineRun run;
        private int number;

        Course(RuleSet rules) {
            run = new OfflineRun(rules, this::hear);
        }

        private void hear(OfflineFinding finding) {
            if (!finding.rule().isDetection()) {
                found.add(finding.rule().name() + " " + finding.group() + " at "
                        + finding.at().getEpochSecond() + " = " + finding.value() + " r" + finding.revision() + " "
                        + finding.eventIds().stream()
                                .map(id -> id.split("#", 2)[0])
                                .distinct()
                                .toList());
            }
        }

        void at(long second, String... fields) {
            var json = new StringBuilder("{");
            for (int i = 0; i < fields.length; i += 2) {
                json.append(i == 0 ? "" : ",").append("\"%s\":\"%s\"".formatted(fields[i], fields[i + 1]));
            }
            try {
                run.accept(new OfflineEvent(
                        second + "#" + number++,
                        Instant.ofEpochSecond(second),
                        SOURCE,
                        json.append('}').toString().getBytes(StandardCharsets.UTF_8)));
            } catch (MalformedEventException e) {
                throw new AssertionError(json.toString(), e);
            }
        }

        List<String> finish() {
            run.finish();
            return found;
        }

        List<String> until(long second) {
            run.passTo(Instant.ofEpochSecond(second));
            return found;
        }
    }
}
