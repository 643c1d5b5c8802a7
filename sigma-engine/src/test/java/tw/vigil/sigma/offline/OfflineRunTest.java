package tw.vigil.sigma.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

class OfflineRunTest {

    private static final LogSource SOURCE = new LogSource(null, "test", null);

    @Test
    void distinctValuesAreCounted() {
        var rules = correlation("type: value_count\n  rules: [a]\n  group-by: [u]\n  timespan: 5m\n"
                + "  condition: {field: ip, gte: 2}");

        assertThat(findings(rules, "0 a lin 1", "1 a lin 1", "2 a lin 2", "3 a wu 3"))
                .containsExactly("c {u=lin} at 2 = 2.0");
    }

    @Test
    void temporalRulesMeetInAnyOrder() {
        var rules = correlation("type: temporal\n  rules: [a, b]\n  group-by: [u]\n  timespan: 5m");

        assertThat(findings(rules, "0 b lin 1", "100 a lin 1", "0 a wu 1")).containsExactly("c {u=lin} at 100 = 2.0");
    }

    @Test
    void orderedRulesNeedTheirOrderInEventTime() {
        var rules = correlation("type: temporal_ordered\n  rules: [a, b]\n  group-by: [u]\n  timespan: 5m");

        assertThat(findings(rules, "10 a lin 1", "0 b lin 1")).isEmpty();
        assertThat(findings(rules, "5 b lin 1", "5 a lin 1")).containsExactly("c {u=lin} at 5 = 2.0");
        assertThat(findings(rules, "0 a lin 1", "20 b lin 1")).containsExactly("c {u=lin} at 20 = 2.0");
    }

    @Test
    void absenceIsJudgedWhenTheWindowHasClosed() {
        var rules = correlation("type: temporal\n  group-by: [u]\n  timespan: 5m\n  condition: a and not b");

        assertThat(findings(rules, "0 a lin 1", "300 b lin 1")).isEmpty();
        assertThat(findings(rules, "0 a lin 1", "301 b lin 1")).containsExactly("c {u=lin} at 300 = 1.0");
    }

    @Test
    void numbersOfAFieldAreSummed() {
        var rules = correlation("type: value_sum\n  rules: [a]\n  group-by: [u]\n  timespan: 1h\n"
                + "  condition: {field: ip, gt: 100}");

        assertThat(findings(rules, "0 a lin 60", "1 a lin x", "2 a lin 41")).containsExactly("c {u=lin} at 2 = 101.0");
    }

    @Test
    void aliasesNameTheFieldPerRule() {
        var rules = correlation("type: temporal\n  rules: [a, b]\n  group-by: [who]\n  timespan: 5m\n"
                + "  aliases:\n    who: {a: u, b: ip}");

        assertThat(findings(rules, "0 a lin 1", "1 b wu lin")).containsExactly("c {who=lin} at 1 = 2.0");
    }

    private static RuleSet correlation(String body) {
        var text = """
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
                title: c
                name: c
                correlation:
                  %s
                """.formatted(body);
        var compiled = RuleSet.compile(List.of(new RuleFile("c.yml", text)), RuleContext.EMPTY);
        assertThat(compiled.problems()).isEmpty();
        return compiled.rules();
    }

    /// @param events "second kind user ip"
    private static List<String> findings(RuleSet rules, String... events) {
        List<String> found = new ArrayList<>();
        var run = new OfflineRun(rules, finding -> {
            if (finding.revision() == 1 && !finding.rule().isDetection()) {
                found.add(finding.rule().name() + " " + finding.group() + " at "
                        + finding.at().getEpochSecond() + " = " + finding.value());
            }
        });
        for (var event : events) {
            var parts = event.split(" ", -1);
            var json = "{\"e\":\"%s\",\"u\":\"%s\",\"ip\":\"%s\"}".formatted(parts[1], parts[2], parts[3]);
            var time = Instant.ofEpochSecond(Long.parseLong(parts[0]));
            try {
                run.accept(new OfflineEvent(event, time, SOURCE, json.getBytes(StandardCharsets.UTF_8)));
            } catch (MalformedEventException e) {
                throw new AssertionError(event, e);
            }
        }
        run.finish();
        return found;
    }
}
