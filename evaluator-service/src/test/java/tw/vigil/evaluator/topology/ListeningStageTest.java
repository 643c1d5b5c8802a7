package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.evaluator.topology.AuditRecord.deleteSnapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.Finding;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

/// Rules that listen to rules: correlations of correlations, baselines, expectations.
class ListeningStageTest {
    private static final Instant START = Stage.START;
    private static final Duration TICK = Duration.ofSeconds(5);

    /// Expectations begin with the first look at what time it is.
    private static final Instant ARMED = START.plus(TICK);

    /// Three deletions in ten minutes, then the trail stopped within the hour; the deletions alone say nothing.
    private static final String DELETED_THEN_STOPPED = """
            title: Snapshots deleted in a row, then the trail stopped
            id: 11111111-0000-4000-8000-000000000010
            name: deleted_then_stopped
            correlation:
              type: temporal_ordered
              rules: [in_a_row, trail_stopped]
              group-by: [userIdentity.arn]
              timespan: 1h
            level: critical
            vigil: {key: T-10}
            """;

    private static final String NEW_REGION = """
            title: First use of a region
            id: 11111111-0000-4000-8000-000000000011
            name: new_region
            baseline:
              rules: [snapshot_deleted]
              group-by: [userIdentity.arn]
              new: [awsRegion]
              learn: 1d
              forget: 30d
            level: medium
            vigil: {key: T-11}
            """;

    private static final String BACKUP_EVERY_HOUR = """
            title: No snapshot deleted for an hour
            id: 11111111-0000-4000-8000-000000000012
            name: hourly
            expectation:
              rules: [snapshot_deleted]
              for-each: people
              group-by: [userIdentity.arn]
              every: 1h
              warn: [30m]
            level: high
            vigil: {key: T-12}
            """;

    @TempDir
    Path state;

    private static RuleSet withPeople(String text, String... people) {
        var files = List.of(new RuleFile("a.yml", TestRules.SNAPSHOT_DELETED), new RuleFile("b.yml", text));
        var compiled = RuleSet.compile(files, new RuleContext(Map.of("people", List.of(people)), List.of()));
        assertThat(compiled.problems()).isEmpty();
        return compiled.rules();
    }

    @Test
    void anEpisodeIsASignalOfTheCorrelationAboveAndItsEventsAreShown() {
        RuleSet rules = TestRules.of(
                TestRules.TRAIL_STOPPED, TestRules.SNAPSHOT_DELETED, TestRules.THREE_IN_A_ROW, DELETED_THEN_STOPPED);
        try (var stage = new Stage(state, rules)) {
            stage.send(
                    deleteSnapshot("e-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshot("e-2", "2026-01-01T12:01:00Z"),
                    deleteSnapshot("e-3", "2026-01-01T12:02:00Z"));
            assertThat(stage.findings()).isEmpty();

            stage.send(AuditRecord.of("e-4", "2026-01-01T12:30:00Z", "StopLogging", AuditRecord.ALICE));

            assertThat(stage.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule().key()).isEqualTo("T-10");
                assertThat(finding.group()).containsEntry("userIdentity.arn", AuditRecord.ALICE);
                assertThat(finding.events())
                        .extracting(Finding.ContributingEvent::id)
                        .containsExactly("e-1", "e-2", "e-3", "e-4");
            });
        }
    }

    @Test
    void aChainDoesNotFireInTheWrongOrder() {
        RuleSet rules = TestRules.of(
                TestRules.TRAIL_STOPPED, TestRules.SNAPSHOT_DELETED, TestRules.THREE_IN_A_ROW, DELETED_THEN_STOPPED);
        try (var stage = new Stage(state, rules)) {
            stage.send(
                    AuditRecord.of("e-0", "2026-01-01T11:59:00Z", "StopLogging", AuditRecord.ALICE),
                    deleteSnapshot("e-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshot("e-2", "2026-01-01T12:01:00Z"),
                    deleteSnapshot("e-3", "2026-01-01T12:02:00Z"));

            assertThat(stage.findings()).isEmpty();
        }
    }

    @Test
    void aBaselineTellsEachNewValueOnceAndNamesIt() {
        try (var stage = new Stage(state, TestRules.of(TestRules.SNAPSHOT_DELETED, NEW_REGION))) {
            stage.send(inRegion("e-1", "2026-01-01T00:00:00Z", "ap-east-2"));
            stage.send(inRegion("e-2", "2026-01-03T00:00:00Z", "ap-east-2"));
            assertThat(stage.findings()).isEmpty();

            stage.send(
                    inRegion("e-3", "2026-01-03T01:00:00Z", "us-east-1"),
                    inRegion("e-4", "2026-01-03T02:00:00Z", "us-east-1"));

            assertThat(stage.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule().key()).isEqualTo("T-11");
                assertThat(finding.group())
                        .containsEntry("userIdentity.arn", AuditRecord.ALICE)
                        .containsEntry("awsRegion", "us-east-1");
                assertThat(finding.events())
                        .extracting(Finding.ContributingEvent::id)
                        .containsExactly("e-3");
            });
        }
    }

    private static AuditRecord inRegion(String id, String time, String region) {
        return AuditRecord.raw(id, time, """
                {"eventID":"%s","eventName":"DeleteSnapshot","awsRegion":"%s","userIdentity":{"arn":"%s"}}""".formatted(id, region, AuditRecord.ALICE));
    }

    @Test
    void anExpectationWarnsThenTellsWithoutASingleEvent() {
        RuleSet rules = withPeople(BACKUP_EVERY_HOUR, AuditRecord.ALICE, "arn:bob");
        try (var stage = new Stage(state, rules)) {
            stage.passes(TICK);
            stage.passes(Duration.ofMinutes(45));
            assertThat(stage.findings()).isEmpty();

            // half an hour left, and twenty minutes for late events
            stage.passes(Duration.ofMinutes(10));
            assertThat(stage.findings())
                    .hasSize(2)
                    .allSatisfy(finding -> assertThat(finding.revision()).isEqualTo(1))
                    .allSatisfy(finding -> assertThat(finding.reasons())
                            .containsExactly(new Finding.Reason(
                                    "expectation",
                                    "deadline",
                                    "happens before " + ARMED.plusSeconds(3_600),
                                    "not yet; 0 days were left")));

            stage.passes(Duration.ofMinutes(30));
            assertThat(stage.findings()).hasSize(2).allSatisfy(finding -> {
                assertThat(finding.revision()).isEqualTo(2);
                assertThat(finding.count()).isZero();
                assertThat(finding.times().lastEvent()).isEqualTo(ARMED.plusSeconds(3_600));
                assertThat(finding.reasons().getFirst().actual()).isEqualTo("not happened");
            });
            stage.passes(Duration.ofDays(3));
            assertThat(stage.findings()).isEmpty();
        }
    }

    @Test
    void whatHappensInTimeSatisfiesItsOwnRowOnly() {
        RuleSet rules = withPeople(BACKUP_EVERY_HOUR, AuditRecord.ALICE, "arn:bob");
        try (var stage = new Stage(state, rules)) {
            stage.passes(TICK);
            stage.passes(Duration.ofMinutes(20));
            stage.send(deleteSnapshot("e-1", START.plusSeconds(1_200).toString()));
            stage.send(AuditRecord.deleteSnapshotBy(
                    "arn:carol", "e-2", START.plusSeconds(1_200).toString()));

            stage.passes(Duration.ofMinutes(50));
            stage.passes(Duration.ofMinutes(15));

            assertThat(stage.newestFindings().values())
                    .filteredOn(finding -> finding.revision() == 2)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.group()).containsEntry("userIdentity.arn", "arn:bob"));
        }
    }

    @Test
    void aRowThatLeavesTheRegisterIsNotExpectedAnyMoreAndAMendedTitleKeepsTheDeadline() {
        try (var stage = new Stage(state, withPeople(BACKUP_EVERY_HOUR, AuditRecord.ALICE, "arn:bob"))) {
            stage.passes(TICK);
            stage.passes(Duration.ofMinutes(40));
            stage.activate(withPeople(BACKUP_EVERY_HOUR.replace("No snapshot", "Not one snapshot"), AuditRecord.ALICE));

            stage.passes(Duration.ofMinutes(45));

            assertThat(stage.newestFindings().values()).singleElement().satisfies(finding -> {
                assertThat(finding.group()).containsEntry("userIdentity.arn", AuditRecord.ALICE);
                assertThat(finding.rule().title()).startsWith("Not one");
                assertThat(finding.times().lastEvent()).isEqualTo(ARMED.plusSeconds(3_600));
            });
        }
    }
}
