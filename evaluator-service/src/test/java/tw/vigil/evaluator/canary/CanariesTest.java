package tw.vigil.evaluator.canary;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tw.vigil.evaluator.pack.ActiveRules;
import tw.vigil.evaluator.pack.RulePack;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

class CanariesTest {
    private static final String RULES = """
            title: Trail stopped
            id: 11111111-0000-4000-8000-000000000001
            name: stopped
            logsource: {product: aws, service: cloudtrail}
            detection: {selection: {eventName: StopLogging}, condition: selection}
            ---
            title: Stopped, and not started again
            id: 11111111-0000-4000-8000-000000000002
            correlation:
              type: temporal
              rules: [stopped, started]
              group-by: [user]
              timespan: 30m
              condition: stopped and not started
              generate: true
            ---
            title: Trail started
            id: 11111111-0000-4000-8000-000000000003
            name: started
            logsource: {product: aws, service: cloudtrail}
            detection: {selection: {eventName: StartLogging}, condition: selection}
            """;

    private final RuleSet rules = RuleSet.compile(List.of(new RuleFile("rules/trail.yml", RULES)), RuleContext.EMPTY)
            .rules();

    @Test
    void everyRuleOfThePackThatAnEventCanProveHasACanary() throws IOException {
        var active = ActiveRules.compile(RulePack.builtIn());

        var canaries = Canaries.of(active.rules(), active.pack().proofs());

        var byId = active.rules().rules().stream().collect(Collectors.toMap(RuleInfo::id, Function.identity()));
        assertThat(canaries.byRule().keySet()).hasSizeGreaterThan(40);
        assertThat(canaries.unprovable()).allSatisfy((id, reason) -> {
            RuleInfo rule = requireNonNull(byId.get(id));
            assertThat(rule.silent() || rule.kind().equals("expectation"))
                    .as(rule.title() + ": " + reason)
                    .isTrue();
        });
    }

    @Test
    void theShortestCaseIsTakenAndAWindowsEndIsWaitedFor() {
        var canaries = Canaries.of(rules, List.of(new RuleFile("rules/trail.events.yml", """
                - name: twice
                  fires: true
                  source: aws.cloudtrail
                  events:
                    - {eventTime: "2026-03-02T01:00:00Z", eventID: a, eventName: StopLogging, user: eve}
                    - {eventTime: "2026-03-02T01:10:00Z", eventID: b, eventName: StopLogging, user: eve}
                - name: once
                  fires: true
                  source: aws.cloudtrail
                  events:
                    - {eventTime: "2026-03-02T01:00:00Z", eventID: a, eventName: StopLogging, user: eve}
                """)));

        Canary stopped = requireNonNull(canaries.byRule().get("11111111-0000-4000-8000-000000000001"));
        assertThat(stopped.caseName()).isEqualTo("once");
        assertThat(stopped.answer()).isZero();
        Canary notStarted = requireNonNull(canaries.byRule().get("11111111-0000-4000-8000-000000000002"));
        assertThat(notStarted.caseName()).isEqualTo("once");
        assertThat(notStarted.answer()).isEqualTo(Duration.ofMinutes(30));
        assertThat(canaries.unprovable())
                .containsOnlyKeys("11111111-0000-4000-8000-000000000003")
                .containsEntry(
                        "11111111-0000-4000-8000-000000000003", "no case of at most 2000 events on which it fires");
    }

    @Test
    void aCaseThatDoesNotFireProvesNothing() {
        var canaries = Canaries.of(
                rules,
                List.of(
                        new RuleFile("rules/trail.events.yml", """
                - name: says that it fires
                  fires: true
                  source: aws.cloudtrail
                  events:
                    - {eventTime: "2026-03-02T01:00:00Z", eventID: a, eventName: GetTrail, user: eve}
                """),
                        new RuleFile("rules/broken.events.yml", "- name: no events")));

        assertThat(canaries.byRule()).isEmpty();
        assertThat(canaries.unprovable()).hasSize(3);
    }
}
