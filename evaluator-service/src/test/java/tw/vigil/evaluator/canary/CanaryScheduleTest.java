package tw.vigil.evaluator.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

class CanaryScheduleTest {
    private static final Instant START = Instant.parse("2026-03-02T01:00:00Z");

    private final Proofs proofs = new Proofs();
    private final CanarySchedule schedule = new CanarySchedule(Duration.ofHours(1));

    @Test
    void aRuleIsPlayedAgainWhenTheIntervalHasPassed() {
        var canaries = canaries("x");
        assertThat(due(START, canaries)).hasSize(1);
        prove(canaries, START);
        assertThat(schedule.missed(START.plusSeconds(5), proofs, canaries.byRule()))
                .isEmpty();

        assertThat(due(START.plus(Duration.ofMinutes(59)), canaries)).isEmpty();
        assertThat(due(START.plus(Duration.ofMinutes(60)), canaries)).hasSize(1);
    }

    @Test
    void aRuleThatDoesNotAnswerIsToldOnceAndPlayedAgain() {
        var canaries = canaries("x");
        var run = due(START, canaries).getFirst().run();
        proofs.readUpTo(START.plus(Duration.ofHours(2)));

        assertThat(schedule.missed(START.plusSeconds(119), proofs, canaries.byRule()))
                .isEmpty();
        assertThat(schedule.missed(START.plusSeconds(121), proofs, canaries.byRule()))
                .singleElement()
                .satisfies(missed -> assertThat(missed.run()).isEqualTo(run));
        assertThat(schedule.missed(START.plusSeconds(126), proofs, canaries.byRule()))
                .isEmpty();
        assertThat(due(START.plus(Duration.ofMinutes(60)), canaries)).hasSize(1);
    }

    @Test
    void nobodyIsJudgedByProofsThatWereNotReadYet() {
        var canaries = canaries("x");
        var _ = due(START, canaries);
        proofs.readUpTo(START.plusSeconds(119));

        assertThat(schedule.missed(START.plusSeconds(300), proofs, canaries.byRule()))
                .isEmpty();
    }

    @Test
    void whileEventsWaitNobodyIsJudged() {
        var canaries = canaries("x");
        var _ = due(START, canaries);
        proofs.readUpTo(START.plusSeconds(1_000));
        schedule.extend(Duration.ofSeconds(60));

        assertThat(schedule.missed(START.plusSeconds(179), proofs, canaries.byRule()))
                .isEmpty();
        assertThat(schedule.missed(START.plusSeconds(181), proofs, canaries.byRule()))
                .hasSize(1);
    }

    @Test
    void anotherVersionOfARuleIsPlayedAtOnceAndNotProvenByTheOldOne() {
        var before = canaries("x");
        var _ = due(START, before);
        prove(before, START);
        var after = canaries("y");

        assertThat(proofs.of(rule(after))).isNull();
        assertThat(due(START.plusSeconds(10), after)).hasSize(1);
    }

    @Test
    void aRuleSetIsPlayedInPortions() {
        String[] values = new String[25];
        Arrays.setAll(values, i -> "v" + i);
        var canaries = canaries(values);
        var played = new ArrayList<String>();

        for (int i = 0; i < 3; i++) {
            due(START.plusSeconds(5L * i), canaries)
                    .forEach(due -> played.add(due.canary().rule().id()));
        }

        assertThat(played).hasSize(25).doesNotHaveDuplicates();
    }

    private List<CanarySchedule.Due> due(Instant now, Canaries canaries) {
        return schedule.due(now, canaries, _ -> Duration.ZERO);
    }

    private void prove(Canaries canaries, Instant sent) {
        RuleInfo rule = rule(canaries);
        proofs.take(new Proof(rule.id(), rule.sha256(), sent, sent.plusMillis(80), "f"));
    }

    private static RuleInfo rule(Canaries canaries) {
        return canaries.byRule().values().iterator().next().rule();
    }

    private static Canaries canaries(String... values) {
        var files = new ArrayList<RuleFile>();
        var proofs = new ArrayList<RuleFile>();
        for (int i = 0; i < values.length; i++) {
            files.add(new RuleFile("rules/r" + i + ".yml", """
                    title: Rule
                    id: 11111111-0000-4000-8000-0000000000%02d
                    logsource: {product: aws, service: cloudtrail}
                    detection: {selection: {eventName: %s}, condition: selection}
                    """.formatted(i, values[i])));
            proofs.add(new RuleFile("rules/r" + i + ".events.yml", """
                    - {name: one, fires: true, source: aws.cloudtrail,
                       events: [{eventTime: "2026-03-02T01:00:00Z", eventID: a, eventName: %s}]}
                    """.formatted(values[i])));
        }
        RuleSet rules = RuleSet.compile(files, RuleContext.EMPTY).rules();
        return Canaries.of(rules, proofs);
    }
}
