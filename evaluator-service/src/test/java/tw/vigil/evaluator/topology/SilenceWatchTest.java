package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.evaluator.canary.Canaries;
import tw.vigil.evaluator.canary.Proofs;
import tw.vigil.evaluator.topology.DetectionTopology.SelfTest;
import tw.vigil.event.Finding;
import tw.vigil.sigma.RuleSet;

class SilenceWatchTest {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration DAY = Duration.ofDays(1);

    private final Proofs proofs = new Proofs();

    @TempDir
    Path folder;

    @Test
    void aRuleThatNothingMatchesForLongIsAFinding() {
        RuleSet rules = TestRules.of(TestRules.TRAIL_STOPPED, TestRules.SNAPSHOT_DELETED, TestRules.THREE_IN_A_ROW);
        try (Stage stage = stage(rules, Duration.ofDays(30))) {
            proofs.readUpTo(stage.now());
            look(stage);
            assertThat(proofs.activity().loaded(TestRules.STOPPED_ID)).isEqualTo(Stage.START.plus(LOOK));

            passDays(stage, 20);
            stage.send(AuditRecord.deleteSnapshot("e1", stage.now().toString()));
            stage.findings();
            assertThat(passDays(stage, 9)).isEmpty();

            assertThat(passDays(stage, 2)).singleElement().satisfies(finding -> {
                assertThat(finding.rule().key()).isEqualTo("VIGIL-RULE-SILENT");
                assertThat(finding.rule().level()).isEqualTo("low");
                assertThat(finding.group()).containsEntry("rule", "T-01");
                assertThat(finding.times().firstEvent()).isEqualTo(Stage.START.plus(LOOK));
                assertThat(finding.times().lastEvent())
                        .isEqualTo(Stage.START.plus(LOOK).plus(DAY.multipliedBy(30)));
                assertThat(finding.reasons().getFirst().actual()).startsWith("never");
            });
            assertThat(passDays(stage, 17)).isEmpty();
            assertThat(passDays(stage, 3))
                    .extracting(finding -> finding.group().get("rule"))
                    .containsExactly("11111111-0000-4000-8000-000000000002");
            assertThat(passDays(stage, 10))
                    .extracting(finding -> finding.group().get("rule"))
                    .containsExactly("T-01");
        }
    }

    @Test
    void whoTakesOverSaysTheSameUnderTheSameId() {
        RuleSet rules = TestRules.of(TestRules.TRAIL_STOPPED);
        proofs.readUpTo(Stage.START);
        String first;
        try (Stage stage = stage(rules, DAY)) {
            look(stage);
            first = Objects.requireNonNull(passDays(stage, 2).getFirst()).findingId();
        }
        try (Stage stage = stage(rules, DAY)) {
            assertThat(passDays(stage, 2)).extracting(Finding::findingId).contains(first);
        }
    }

    @Test
    void matchesAreToldToTheHour() {
        RuleSet rules = TestRules.of(TestRules.TRAIL_STOPPED);
        try (Stage stage = stage(rules, Duration.ZERO)) {
            stage.send(AuditRecord.stopLogging("e1", "2026-01-01T00:00:00Z"));
            look(stage);
            assertThat(matched()).as("before the topic has been read").isNull();

            proofs.readUpTo(stage.now());
            look(stage);
            assertThat(matched()).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));

            stage.send(AuditRecord.stopLogging("e2", "2026-01-01T00:59:00Z"));
            look(stage);
            assertThat(matched()).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));

            stage.send(AuditRecord.stopLogging("e3", "2026-01-01T02:00:00Z"));
            look(stage);
            assertThat(matched()).isEqualTo(Instant.parse("2026-01-01T02:01:00Z"));
            stage.passes(Duration.ofDays(400));
            assertThat(silent(stage)).as("switched off").isEmpty();
        }
    }

    private @Nullable Instant matched() {
        return proofs.activity().matched(TestRules.STOPPED_ID);
    }

    private Stage stage(RuleSet rules, Duration silentAfter) {
        return new Stage(
                folder,
                rules,
                OpenTelemetry.noop(),
                RuleSet::newEvaluator,
                new SelfTest(() -> Canaries.NONE, proofs, Duration.ZERO, silentAfter));
    }

    private static void look(Stage stage) {
        stage.passes(LOOK);
        assertThat(stage.proofs()).isEmpty();
    }

    private static List<Finding> passDays(Stage stage, int days) {
        for (int i = 0; i < days; i++) {
            stage.passes(DAY);
            assertThat(stage.proofs()).isEmpty();
        }
        return silent(stage);
    }

    private static List<Finding> silent(Stage stage) {
        return stage.findings().stream()
                .filter(finding -> "VIGIL-RULE-SILENT".equals(finding.rule().key()))
                .toList();
    }
}
