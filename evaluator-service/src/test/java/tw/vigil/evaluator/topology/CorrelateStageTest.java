package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.evaluator.topology.AuditRecord.deleteSnapshot;
import static tw.vigil.evaluator.topology.AuditRecord.deleteSnapshotBy;
import static tw.vigil.evaluator.topology.AuditRecord.raw;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.Finding;

class CorrelateStageTest {
    /// The first look at the wall clock after a start moves no clock of a source.
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    @TempDir
    Path state;

    @Test
    void countFiresOnceAtTheThresholdAndIsRevisedAfterwards() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(deleteSnapshot("e-1", "2026-01-01T12:00:00Z"), deleteSnapshot("e-2", "2026-01-01T12:01:00Z"));
            assertThat(stage.findings()).isEmpty();

            stage.send(deleteSnapshot("e-3", "2026-01-01T12:02:00Z"), deleteSnapshot("e-4", "2026-01-01T12:03:00Z"));
            List<Finding> findings = stage.findings();

            assertThat(findings).extracting(Finding::revision).containsExactly(1, 2);
            assertThat(findings).extracting(Finding::count).containsExactly(3L, 4L);
            assertThat(findings)
                    .extracting(Finding::findingId)
                    .containsOnly(findings.getFirst().findingId());
            Finding newest = findings.getLast();
            assertThat(newest.rule().id()).isEqualTo(TestRules.ROW_ID);
            assertThat(newest.rule().kind()).isEqualTo("event_count");
            assertThat(newest.group()).containsEntry("userIdentity.arn", AuditRecord.ALICE);
            assertThat(newest.events())
                    .extracting(Finding.ContributingEvent::id)
                    .containsExactly("e-1", "e-2", "e-3", "e-4");
            assertThat(newest.eventsTruncated()).isFalse();
            assertThat(newest.times().firstEvent()).isEqualTo("2026-01-01T12:00:00Z");
            assertThat(newest.times().lastEvent()).isEqualTo("2026-01-01T12:03:00Z");
            assertThat(newest.reasons()).isNotEmpty();
        }
    }

    @Test
    void countFiresAgainInANewEpisode() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(
                    deleteSnapshot("a-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshot("a-2", "2026-01-01T12:01:00Z"),
                    deleteSnapshot("a-3", "2026-01-01T12:02:00Z"),
                    deleteSnapshot("b-1", "2026-01-01T15:00:00Z"),
                    deleteSnapshot("b-2", "2026-01-01T15:01:00Z"),
                    deleteSnapshot("b-3", "2026-01-01T15:02:00Z"));

            assertThat(stage.newestFindings().values())
                    .extracting(Finding::count)
                    .containsExactly(3L, 3L);
        }
    }

    @Test
    void eventsOutOfOrderCount() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(
                    deleteSnapshot("e-3", "2026-01-01T12:04:00Z"),
                    deleteSnapshot("e-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshot("e-2", "2026-01-01T12:02:00Z"));

            assertThat(stage.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.events())
                            .extracting(Finding.ContributingEvent::id)
                            .containsExactly("e-1", "e-2", "e-3"));
        }
    }

    @Test
    void windowIsClosedAtBothEndsAndLongerChainsDoNotFire() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(
                    deleteSnapshotBy("exact", "x-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshotBy("exact", "x-2", "2026-01-01T12:05:00Z"),
                    deleteSnapshotBy("exact", "x-3", "2026-01-01T12:10:00Z"),
                    deleteSnapshotBy("over", "o-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshotBy("over", "o-2", "2026-01-01T12:05:00Z"),
                    deleteSnapshotBy("over", "o-3", "2026-01-01T12:10:01Z"));

            assertThat(stage.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.group()).containsValue("exact"));
        }
    }

    @Test
    void aRuleAtItsBoundSaysSoAndGoesOnWithTheGroupsThatItHas() {
        try (var stage = new Stage(state, TestRules.standard())) {
            for (int i = 0; i < Stage.MAX_GROUPS + 3; i++) {
                stage.send(deleteSnapshotBy("user-" + i, "e-" + i, "2026-01-01T12:00:00Z"));
            }

            assertThat(stage.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule().key()).isEqualTo("VIGIL-RULE-DEGRADED");
                assertThat(finding.group()).containsEntry("rule", "T-03");
                assertThat(finding.reasons().getFirst().expected()).contains("50");
            });
            assertThat(stage.counted("vigil.correlation.refused", "T-03")).isEqualTo(3);
            stage.send(
                    deleteSnapshotBy("user-0", "f-1", "2026-01-01T12:01:00Z"),
                    deleteSnapshotBy("user-0", "f-2", "2026-01-01T12:02:00Z"));
            assertThat(stage.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.count()).isEqualTo(3));

            // windows that end make room
            stage.send(deleteSnapshotBy("user-1", "late", "2026-01-01T14:00:00Z"));
            stage.passes(Duration.ofSeconds(10));
            stage.send(
                    deleteSnapshotBy("new", "n-1", "2026-01-01T14:01:00Z"),
                    deleteSnapshotBy("new", "n-2", "2026-01-01T14:02:00Z"),
                    deleteSnapshotBy("new", "n-3", "2026-01-01T14:03:00Z"));
            assertThat(stage.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.group()).containsValue("new"));
            assertThat(stage.counted("vigil.correlation.refused", "T-03")).isEqualTo(3);
        }
    }

    @Test
    void groupsDoNotMix() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(
                    deleteSnapshotBy("alice", "e-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshotBy("bob", "e-2", "2026-01-01T12:01:00Z"),
                    deleteSnapshotBy("carol", "e-3", "2026-01-01T12:02:00Z"));

            assertThat(stage.findings()).isEmpty();
            assertThat(stage.counted("vigil.correlation.signals", "T-03")).isEqualTo(3);
        }
    }

    @Test
    void missingGroupFieldIsCountedAndNotCorrelated() {
        String json = "{\"eventName\":\"DeleteSnapshot\"}";
        try (var stage = new Stage(state, TestRules.standard())) {
            for (int i = 0; i < 4; i++) {
                stage.send(raw("e-" + i, "2026-01-01T12:00:00Z", json));
            }

            assertThat(stage.findings()).isEmpty();
            assertThat(stage.counted("vigil.correlation.missing.group", "T-03")).isEqualTo(4);
        }
    }

    @Test
    void lateEventIsCounted() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(deleteSnapshot("e-1", "2026-01-01T12:00:00Z"));
            stage.send(deleteSnapshot("e-2", "2026-01-01T11:29:59Z"));

            assertThat(stage.counted("vigil.correlation.late", "T-03")).isEqualTo(1);
        }
    }

    @Test
    void eventFromTheFutureDoesNotMakeItsFollowersLate() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(
                    deleteSnapshot("future", "2099-01-01T00:00:00Z").with("ce_receivedtime", "2026-01-01T12:00:00Z"));
            stage.send(
                    deleteSnapshot("e-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshot("e-2", "2026-01-01T12:00:01Z"),
                    deleteSnapshot("e-3", "2026-01-01T12:00:02Z"));

            assertThat(stage.findings()).hasSize(1);
            assertThat(stage.counted("vigil.correlation.late", "T-03")).isZero();
        }
    }

    @Test
    void idleGroupsAreForgottenWithZeroTraffic() {
        try (var stage = new Stage(state, TestRules.standard())) {
            for (int i = 0; i < 30; i++) {
                stage.send(deleteSnapshotBy("user-" + i, "e-" + i, "2026-01-01T12:00:00Z"));
            }
            assertThat(stage.entries(DetectionTopology.GROUPS)).isEqualTo(30);

            for (int i = 0; i < 20; i++) {
                stage.passes(Duration.ofMinutes(5));
            }

            assertThat(stage.entries(DetectionTopology.GROUPS)).isZero();
            assertThat(stage.entries(DetectionTopology.COPIES)).isZero();
            assertThat(stage.entries(DetectionTopology.TIMERS)).isZero();
        }
    }

    @Test
    void firstLookAtTheWallClockMakesNothingLate() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(deleteSnapshot("e-1", "2026-01-01T12:00:00Z"));
            stage.passes(FIRST_LOOK);
            stage.send(deleteSnapshot("e-2", "2026-01-01T12:00:01Z"), deleteSnapshot("e-3", "2026-01-01T12:00:02Z"));

            assertThat(stage.findings()).hasSize(1);
            assertThat(stage.counted("vigil.correlation.late", "T-03")).isZero();
        }
    }

    @Test
    void upperBoundIsJudgedByTheWallClockWithZeroTraffic() {
        String atMostTwo = TestRules.THREE_IN_A_ROW.replace("gte: 3", "lte: 2");
        try (var stage = new Stage(state, TestRules.of(TestRules.SNAPSHOT_DELETED, atMostTwo))) {
            stage.send(
                    deleteSnapshotBy("few", "f-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshotBy("few", "f-2", "2026-01-01T12:01:00Z"),
                    deleteSnapshotBy("many", "m-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshotBy("many", "m-2", "2026-01-01T12:01:00Z"),
                    deleteSnapshotBy("many", "m-3", "2026-01-01T12:02:00Z"));
            stage.passes(FIRST_LOOK);
            // clock 12:02, timespan 10 min, grace 20 min: the windows close 28 min later
            stage.passes(Duration.ofMinutes(28));
            assertThat(stage.findings()).isEmpty();

            stage.passes(Duration.ofSeconds(10));

            assertThat(stage.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.group()).containsValue("few");
                assertThat(finding.count()).isEqualTo(2);
                assertThat(finding.events())
                        .extracting(Finding.ContributingEvent::id)
                        .containsExactly("f-1", "f-2");
            });
        }
    }

    @Test
    void exactCountIsJudgedWhenTheWindowClosesAndOnlyOnce() {
        String exactlyTwo = TestRules.THREE_IN_A_ROW.replace("gte: 3", "eq: 2");
        try (var stage = new Stage(state, TestRules.of(TestRules.SNAPSHOT_DELETED, exactlyTwo))) {
            stage.send(deleteSnapshot("e-1", "2026-01-01T12:00:00Z"), deleteSnapshot("e-2", "2026-01-01T12:01:00Z"));
            stage.passes(FIRST_LOOK);
            assertThat(stage.findings()).isEmpty();

            for (int i = 0; i < 24; i++) {
                stage.passes(Duration.ofMinutes(5));
            }

            assertThat(stage.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.count()).isEqualTo(2));
            assertThat(stage.entries(DetectionTopology.GROUPS)).isZero();
        }
    }

    @Test
    void floodIsOneFindingWithTheExactCountAndBoundedEvents() {
        Instant start = Instant.parse("2026-01-01T12:00:00Z");
        try (var stage = new Stage(state, TestRules.standard())) {
            for (int i = 0; i < 100; i++) {
                stage.send(deleteSnapshot("e-" + i, start.plusMillis(i * 100L).toString()));
            }
            stage.passes(Duration.ofSeconds(5));

            List<Finding> findings = stage.findings();
            Finding newest = findings.getLast();

            assertThat(findings).hasSizeLessThan(30);
            assertThat(findings).extracting(Finding::findingId).containsOnly(newest.findingId());
            assertThat(newest.count()).isEqualTo(100);
            assertThat(newest.events()).hasSize(20);
            assertThat(newest.events().getLast().id()).isEqualTo("e-99");
            assertThat(newest.eventsTruncated()).isTrue();
            assertThat(stage.entries(DetectionTopology.COPIES)).isLessThanOrEqualTo(60);
        }
    }

    @Test
    void addingAndRemovingRulesKeepsTheCountsOfTheOthers() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(deleteSnapshot("e-1", "2026-01-01T12:00:00Z"));
            stage.activate(TestRules.of(
                    TestRules.SNAPSHOT_DELETED,
                    TestRules.THREE_IN_A_ROW,
                    TestRules.copyOfTrailStopped(7),
                    TestRules.THREE_IN_A_ROW
                            .replace(TestRules.ROW_ID, TestRules.FEW_ID)
                            .replace("in_a_row", "two")
                            .replace("gte: 3", "gte: 2")));
            stage.send(deleteSnapshot("e-2", "2026-01-01T12:01:00Z"));
            assertThat(stage.findings()).isEmpty();
            stage.activate(TestRules.of(TestRules.SNAPSHOT_DELETED, TestRules.THREE_IN_A_ROW));

            stage.send(deleteSnapshot("e-3", "2026-01-01T12:02:00Z"));

            assertThat(stage.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.count()).isEqualTo(3));
        }
    }
}
