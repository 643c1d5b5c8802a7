package tw.vigil.sigma.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleProblem;
import tw.vigil.sigma.RuleSet;

/// What stands under a correlation's `vigil:`.
class CorrelationOptionsTest {

    private static final LogSource SOURCE = new LogSource(null, "test", null);
    private static final String X = "{\"u\":\"x\"}";

    @Test
    void everySpeaksAtEachEventWhileItHolds() {
        assertThat(run("refire: every", "0 " + X, "10 " + X, "20 " + X, "30 " + X, "40 " + X, "50 " + X))
                .containsExactly(
                        "{u=x} at 20 = 3 r1", "{u=x} at 30 = 4 r1", "{u=x} at 40 = 5 r1", "{u=x} at 50 = 6 r1");
    }

    @Test
    void resetStartsAnewAfterEachTime() {
        assertThat(run("refire: reset", "0 " + X, "10 " + X, "20 " + X, "30 " + X, "40 " + X, "50 " + X))
                .containsExactly("{u=x} at 20 = 3 r1", "{u=x} at 50 = 3 r1");
    }

    @Test
    void firingsAtOneTimeAreDifferentFindings() {
        var found = findings("refire: reset", "9 " + X, "9 " + X, "9 " + X, "9 " + X, "9 " + X, "9 " + X);

        assertThat(found).hasSize(2).extracting(OfflineFinding::start).doesNotHaveDuplicates();
    }

    @Test
    void suppressJoinsEpisodesThatFollowSoon() {
        var events = new String[] {"0 " + X, "1 " + X, "2 " + X, "400 " + X, "401 " + X, "402 " + X};

        assertThat(run("suppress: 400s", events)).containsExactly("{u=x} at 2 = 3 r1", "{u=x} at 402 = 6 r2");
        assertThat(run("suppress: 399s", events)).containsExactly("{u=x} at 2 = 3 r1", "{u=x} at 402 = 3 r1");
        assertThat(run("refire: episode", events)).containsExactly("{u=x} at 2 = 3 r1", "{u=x} at 402 = 3 r1");
    }

    @Test
    void nullGroupGathersEventsWithoutTheField() {
        var events = new String[] {"0 {}", "1 {\"u\":null}", "2 {\"u\":\"\"}", "3 {\"u\":[]}"};

        assertThat(run("null-group: true", events)).containsExactly("{} at 3 = 3 r1");
        assertThat(run("null-group: false", events)).isEmpty();
    }

    @Test
    void anEventOfTooManyGroupsIsToldAndCountsInNone() {
        var event = "{\"u\":[\"x\",\"y\"]}";
        List<String> warnings = new ArrayList<>();

        assertThat(run("max-groups: 2", "0 " + event, "1 " + event, "2 " + X)).containsExactly("{u=x} at 2 = 3 r1");
        assertThat(findings(compiled("max-groups: 1", "gte: 3"), warnings, "0 " + event, "1 " + event, "2 " + X))
                .isEmpty();
        assertThat(warnings).hasSize(2).allMatch(warning -> warning.contains("more than 1 groups"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            refire: often                   | gte: 3 | accepted: episode, every, reset
            suppress: soon                  | gte: 3 | is no suppress
            '{refire: every, suppress: 1h}' | gte: 3 | leave it out
            refire: reset                   | lt: 3  | judged once, when its window has closed
            max-groups: 0                   | gte: 3 | a whole number from 1 to 1000
            max-groups: 1.5                 | gte: 3 | a whole number from 1 to 1000
            null-group: maybe               | gte: 3 | must be true or false
            colour: red                     | gte: 3 | accepted: description-zh, key, max-groups, null-group
            """)
    void whatIsNotUnderstoodIsRejected(String option, String condition, String reason) {
        assertThat(compiled(option, condition).problems())
                .singleElement()
                .extracting(RuleProblem::message)
                .asString()
                .contains(reason);
    }

    @Test
    void optionsOfCorrelationsAreRejectedElsewhere() {
        var text =
                "title: a\nlogsource: {product: test}\ndetection: {s: {u: '*'}, condition: s}\nvigil: {refire: every}";

        assertThat(compiled(text).problems())
                .singleElement()
                .extracting(RuleProblem::message)
                .isEqualTo("'refire' under vigil is an option of correlations only");
    }

    private static List<String> run(String option, String... events) {
        return findings(option, events).stream()
                .map(f -> f.group() + " at " + f.at().getEpochSecond() + " = " + f.count() + " r" + f.revision())
                .toList();
    }

    private static List<OfflineFinding> findings(String option, String... events) {
        var compiled = compiled(option, "gte: 3");
        assertThat(compiled.problems()).isEmpty();
        return findings(compiled, new ArrayList<>(), events);
    }

    /// @param events second and JSON
    private static List<OfflineFinding> findings(Compilation compiled, List<String> warnings, String... events) {
        List<OfflineFinding> found = new ArrayList<>();
        var run = new OfflineRun(compiled.rules(), found::add);
        int number = 0;
        for (var event : events) {
            var parts = event.split(" ", 2);
            try {
                run.accept(new OfflineEvent(
                        "e" + number++,
                        Instant.ofEpochSecond(Long.parseLong(parts[0])),
                        SOURCE,
                        parts[1].getBytes(StandardCharsets.UTF_8)));
            } catch (MalformedEventException e) {
                throw new AssertionError(event, e);
            }
        }
        run.finish();
        warnings.addAll(run.warnings());
        return found;
    }

    private static Compilation compiled(String option, String condition) {
        return compiled("""
                title: a
                name: a
                logsource: {product: test}
                detection: {s: {nothing: null}, condition: s}
                ---
                title: c
                correlation: {type: event_count, rules: [a], group-by: [u], timespan: 5m, condition: {%s}}
                vigil: %s
                """.formatted(condition, option.startsWith("{") ? option : "{" + option + "}"));
    }

    private static Compilation compiled(String rules) {
        return RuleSet.compile(List.of(new RuleFile("c.yml", rules)), RuleContext.EMPTY);
    }
}
