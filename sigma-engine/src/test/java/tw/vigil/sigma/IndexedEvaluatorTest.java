package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// What the index and the projecting parser say of generated rules and events is what the tree says.
class IndexedEvaluatorTest {

    private static final LogSource SOURCE = new LogSource(null, "p", "s");
    private static final int RULES = 30;
    private static final int EVENTS = 300;

    private long pairs;
    private long matches;
    private long malformed;

    /// A million pairs or more with `-Dcases.rulesets=…`.
    @Test
    void indexedEvaluationSaysWhatTheTreeSays() {
        Cases.check(Integer.getInteger("cases.rulesets", 40), random -> {
            var compilation = RuleSet.compile(
                    new GeneratedRules(random).files(RULES),
                    new RuleContext(Map.of(), List.of(new RuleFile("mapping.yml", GeneratedRules.MAPPING))));
            var rules = compilation.rules();
            assertThat(rules.rules()).as("%s", compilation.problems()).hasSizeGreaterThan(RULES / 2);
            var tree = rules.newTreeEvaluator();
            var indexed = rules.newEvaluator();
            var events = new GeneratedEvents(random);
            for (int i = 0; i < EVENTS; i++) {
                byte[] json = events.next();
                var expected = heard(tree, json);
                assertThat(heard(indexed, json))
                        .as(() -> new String(json, StandardCharsets.UTF_8))
                        .isEqualTo(expected);
                pairs += rules.rules().size();
                matches += expected.size();
                malformed += expected.stream()
                        .filter(line -> line.startsWith("malformed"))
                        .count();
            }
        });
        assertThat(pairs).isGreaterThan(300_000);
        assertThat(matches).isGreaterThan(pairs / 100);
        assertThat(malformed).isPositive();
    }

    @Test
    void everySharedCaseHasTheSameOutcomeBothWays() throws MalformedEventException {
        List<String> different = new ArrayList<>();
        for (var row : CaseFiles.read("matching.jsonl")) {
            var rules = RuleSet.compile(
                            List.of(new RuleFile("case.yml", row.get("rule").asText())),
                            new RuleContext(Map.of(), List.of()))
                    .rules();
            byte[] json = CaseFiles.bytes(row.get("event"));
            for (var rule : rules.rules()) {
                var expected = new HeardMatches();
                var actual = new HeardMatches();
                rules.newTreeEvaluator().evaluate(rule.logSource(), json, expected);
                rules.newEvaluator().evaluate(rule.logSource(), json, actual);
                if (!actual.matches().equals(expected.matches())) {
                    different.add(row.get("name").asText());
                }
            }
        }
        assertThat(different).isEmpty();
    }

    private static List<String> heard(EventEvaluator evaluator, byte[] json) {
        var sink = new Everything();
        try {
            evaluator.evaluate(SOURCE, json, sink);
        } catch (MalformedEventException e) {
            sink.heard.add("malformed: " + e.getMessage());
        }
        return sink.heard;
    }

    private static final class Everything implements MatchSink {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void match(RuleInfo rule) {
            heard.add("match " + rule.name());
        }

        @Override
        public void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group) {
            signal(correlation, matched, group, List.of());
        }

        @Override
        public void signal(
                RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group, List<String> values) {
            heard.add("signal " + correlation.name() + " " + matched.name() + " " + group + " " + values);
        }

        @Override
        public void missingGroup(RuleInfo correlation, RuleInfo matched, String field) {
            heard.add("missing " + correlation.name() + " " + matched.name() + " " + field);
        }

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {
            heard.add("error " + rule.name() + " " + cause);
        }
    }
}
