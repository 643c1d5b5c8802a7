package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.evaluator.canary.Canaries;
import tw.vigil.evaluator.canary.Canary;
import tw.vigil.evaluator.canary.Proof;
import tw.vigil.evaluator.canary.Proofs;
import tw.vigil.evaluator.pack.ActiveRules;
import tw.vigil.evaluator.pack.RulePack;
import tw.vigil.evaluator.topology.DetectionTopology.SelfTest;
import tw.vigil.event.Finding;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

class SelfTestStageTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final RuleFile CASE = new RuleFile("rules/row.events.yml", """
            - name: three in a row
              fires: true
              source: aws.cloudtrail
              events:
                - {eventTime: "2026-03-02T01:00:00Z", eventID: a, eventName: DeleteSnapshot, userIdentity: {arn: eve}}
                - {eventTime: "2026-03-02T01:01:00Z", eventID: b, eventName: DeleteSnapshot, userIdentity: {arn: eve}}
                - {eventTime: "2026-03-02T01:02:00Z", eventID: c, eventName: DeleteSnapshot, userIdentity: {arn: eve}}
            """);

    private final Proofs proofs = new Proofs();

    @TempDir
    Path folder;

    @Test
    void everyRuleOfThePackIsProvenAndNothingRealIsTouched() throws IOException {
        var active = ActiveRules.compile(RulePack.builtIn());
        var canaries = Canaries.of(active.rules(), active.pack().proofs());
        Set<String> proven = new TreeSet<>();
        try (Stage stage = stage(active.rules(), canaries, RuleSet::newEvaluator)) {
            Duration longest = canaries.byRule().values().stream()
                    .map(Canary::answer)
                    .max(Duration::compareTo)
                    .orElseThrow();
            for (int i = 0; i < 20; i++) {
                stage.passes(LOOK);
                stage.proofs().forEach(proof -> proven.add(proof.ruleId()));
            }
            long atOnce = canaries.byRule().values().stream()
                    .filter(canary -> canary.answer().isZero())
                    .count();
            assertThat(proven.size()).isGreaterThanOrEqualTo((int) atOnce);
            Duration passed = Duration.ZERO;
            while (proven.size() < canaries.byRule().size() && passed.compareTo(longest.plus(HOUR)) < 0) {
                stage.passes(Duration.ofMinutes(1));
                passed = passed.plusMinutes(1);
                stage.proofs().forEach(proof -> proven.add(proof.ruleId()));
            }

            assertThat(proven)
                    .containsExactlyInAnyOrderElementsOf(canaries.byRule().keySet());
            assertThat(real(stage.findings())).isEmpty();
            assertThat(stage.ledger(SelfTesting.SOURCE)).isEqualTo(LedgerEntry.EMPTY);
            assertThat(stage.entries(DetectionTopology.RULE_LEDGER)).isZero();
            assertThat(stage.entries(DetectionTopology.CORRELATION_LEDGER)).isZero();
            assertThat(stage.quarantined()).isEmpty();
        }
    }

    @Test
    void aCanaryAndRealEventsOfTheSameGroupDoNotCountTogether() {
        RuleSet rules = TestRules.of(TestRules.SNAPSHOT_DELETED, TestRules.THREE_IN_A_ROW);
        try (Stage stage = stage(rules, Canaries.of(rules, List.of(CASE)), RuleSet::newEvaluator)) {
            stage.send(deleted("r1", "2026-01-01T12:01:00Z"), deleted("r2", "2026-01-01T12:02:00Z"));
            stage.passes(LOOK);

            assertThat(stage.proofs()).extracting(Proof::ruleId).contains(TestRules.ROW_ID);
            assertThat(spoken(stage.findings())).doesNotContain(TestRules.ROW_ID);
            stage.send(deleted("r3", "2026-01-01T12:03:00Z"));
            assertThat(stage.findings())
                    .filteredOn(finding -> finding.rule().id().equals(TestRules.ROW_ID))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.count()).isEqualTo(3);
                        assertThat(finding.group()).containsOnlyKeys("userIdentity.arn");
                    });
        }
    }

    @Test
    void aRuleThatIsLoadedAndSilentIsAFinding() {
        RuleSet rules = TestRules.of(TestRules.SNAPSHOT_DELETED, TestRules.THREE_IN_A_ROW);
        try (Stage stage = stage(rules, Canaries.of(rules, List.of(CASE)), _ -> (_, _, _) -> {
            // an engine that sees nothing: all green, and blind
        })) {
            stage.passes(LOOK);
            proofs.readUpTo(stage.now().plus(HOUR));
            assertThat(stage.findings()).isEmpty();

            stage.passes(Duration.ofMinutes(2).plusSeconds(5));

            assertThat(stage.findings())
                    .allSatisfy(finding -> {
                        assertThat(finding.rule().key()).isEqualTo("VIGIL-RULE-UNPROVEN");
                        assertThat(finding.rule().level()).isEqualTo("high");
                        assertThat(finding.reasons().getFirst().expected())
                                .isEqualTo("fires on: rules/row.events.yml: three in a row");
                    })
                    .hasSize(1);
            assertThat(stage.counted("vigil.canary.missed", "T-03")).isEqualTo(1);
        }
    }

    @Test
    void aHeaderAloneHidesNoEvent() {
        RuleSet rules = TestRules.of(TestRules.TRAIL_STOPPED);
        try (Stage stage = new Stage(folder, rules)) {
            stage.send(AuditRecord.stopLogging("e1", "2026-01-01T00:00:00Z")
                    .with("vigil_canary", TestRules.STOPPED_ID + "@2026-01-01T00:00:00Z"));

            assertThat(spoken(stage.findings())).containsExactly(TestRules.STOPPED_ID);
            assertThat(stage.proofs()).isEmpty();
        }
    }

    @Test
    void aRuleInTheShadowIsCountedAndAlertsNobody() {
        RuleSet rules = TestRules.of(
                TestRules.SNAPSHOT_DELETED,
                TestRules.THREE_IN_A_ROW.replace("{key: T-03,", "{key: T-03, stage: shadow,"));
        try (Stage stage = new Stage(folder, rules)) {
            stage.send(
                    deleted("s1", "2026-01-01T12:01:00Z"),
                    deleted("s2", "2026-01-01T12:02:00Z"),
                    deleted("s3", "2026-01-01T12:03:00Z"));

            assertThat(stage.findings()).isEmpty();
            assertThat(spoken(stage.shadowFindings())).containsExactly(TestRules.ROW_ID);
            assertThat(stage.counted("vigil.findings.shadow", "T-03")).isEqualTo(1);
            assertThat(stage.counted("vigil.findings", "T-03")).isZero();
            assertThat(stage.ledger("aws.cloudtrail").findings()).isZero();

            // it goes live with the window that it has
            stage.activate(TestRules.of(TestRules.SNAPSHOT_DELETED, TestRules.THREE_IN_A_ROW));
            stage.send(deleted("s4", "2026-01-01T12:04:00Z"));
            assertThat(stage.findings())
                    .filteredOn(finding -> finding.rule().id().equals(TestRules.ROW_ID))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.count()).isEqualTo(4));
        }
    }

    private Stage stage(RuleSet rules, Canaries canaries, Function<RuleSet, EventEvaluator> evaluators) {
        return new Stage(
                folder,
                rules,
                OpenTelemetry.noop(),
                evaluators,
                new SelfTest(() -> canaries, proofs, HOUR, Duration.ZERO));
    }

    private static AuditRecord deleted(String id, String time) {
        return AuditRecord.deleteSnapshotBy("eve", id, time);
    }

    /// Expectations speak of what did not happen, with or without canaries.
    private static List<Finding> real(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> !finding.rule().kind().equals("expectation"))
                .toList();
    }

    private static Set<String> spoken(List<Finding> findings) {
        var ids = new HashSet<String>();
        findings.forEach(finding -> ids.add(finding.rule().id()));
        return ids;
    }
}
