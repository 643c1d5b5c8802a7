package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.evaluator.topology.AuditRecord.SOURCE;
import static tw.vigil.evaluator.topology.AuditRecord.deleteSnapshot;
import static tw.vigil.evaluator.topology.AuditRecord.stopLogging;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.Finding;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.Signal;

/// A rule that fails is reported, and costs nobody else anything.
class RuleErrorTest {
    private static final String BROKEN_ID = "11111111-0000-4000-8000-%012d".formatted(1007);

    @TempDir
    Path state;

    @Test
    void failingRuleIsReportedOncePerHourAndCountedEachTimeWhileTheOthersGoOn() {
        RuleSet rules = TestRules.of(TestRules.TRAIL_STOPPED, TestRules.copyOfTrailStopped(7));
        try (var stage = new Stage(state, rules, OpenTelemetry.noop(), RuleErrorTest::failingBrokenRule)) {
            stage.send(
                    stopLogging("e-1", "2026-01-01T12:00:00Z"),
                    stopLogging("e-2", "2026-01-01T12:30:00Z"),
                    stopLogging("e-3", "2026-01-01T13:30:00Z"));

            List<Finding> findings = stage.findings();

            assertThat(findings).filteredOn(f -> "T-01".equals(f.rule().key())).hasSize(3);
            List<Finding> reports = reports(findings);
            assertThat(reports).hasSize(2);
            assertThat(reports).extracting(Finding::findingId).doesNotHaveDuplicates();
            assertThat(reports.getFirst()).satisfies(report -> {
                assertThat(report.group()).containsEntry("rule", "T-1007");
                assertThat(report.rule().level()).isEqualTo("high");
                assertThat(report.rule().titleZh()).contains("T-1007");
                assertThat(report.events())
                        .extracting(Finding.ContributingEvent::id)
                        .containsExactly("e-1");
                assertThat(report.reasons())
                        .extracting(Finding.Reason::actual)
                        .containsExactly(IllegalStateException.class.getName());
            });
            assertThat(stage.counted("vigil.rule.errors", "T-1007")).isEqualTo(3);
            assertThat(stage.counted("vigil.rule.errors", "T-01")).isZero();
            assertThat(stage.ledger(SOURCE).evaluated()).isEqualTo(3);
        }
    }

    @Test
    void failingCorrelationIsReportedOncePerHourAndTheNextSignalStillCounts() {
        try (var stage = new Stage(state, TestRules.standard())) {
            for (int i = 0; i < 3; i++) {
                stage.signal("any", signalOfAStranger("x-" + i).toBytes());
            }
            stage.send(
                    deleteSnapshot("e-1", "2026-01-01T12:00:00Z"),
                    deleteSnapshot("e-2", "2026-01-01T12:00:01Z"),
                    deleteSnapshot("e-3", "2026-01-01T12:00:02Z"));

            List<Finding> findings = stage.findings();

            assertThat(reports(findings))
                    .singleElement()
                    .satisfies(report -> assertThat(report.group()).containsEntry("rule", "T-03"));
            assertThat(findings).filteredOn(f -> "T-03".equals(f.rule().key())).hasSize(1);
            assertThat(stage.counted("vigil.rule.errors", "T-03")).isEqualTo(3);
        }
    }

    @Test
    void signalOfAnUnknownVersionIsCountedAndKeptAside() {
        byte[] bytes = new FieldWriter(99).text("of the future").toBytes();
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.signal("group", bytes);
            stage.send(stopLogging("e-1", "2026-01-01T12:00:00Z"));

            assertThat(stage.quarantined()).singleElement().satisfies(rejected -> {
                assertThat(rejected.value()).isEqualTo(bytes);
                Map<String, String> headers = new TreeMap<>();
                rejected.headers()
                        .forEach(header ->
                                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
                assertThat(headers)
                        .containsEntry("vigil_reason", "unknown_signal")
                        .containsEntry("vigil_stage", "evaluate")
                        .containsEntry("vigil_detail", "internal record of version 99, expected 3");
            });
            assertThat(stage.unknownSignals()).isEqualTo(1);
            assertThat(stage.findings()).hasSize(1);
        }
    }

    private static List<Finding> reports(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> "VIGIL-RULE-ERROR".equals(finding.rule().key()))
                .toList();
    }

    /// The engine's own evaluator, and one rule that fails on every event: no rule that compiles does so today.
    private static EventEvaluator failingBrokenRule(RuleSet rules) {
        RuleInfo broken = rules.rules().stream()
                .filter(rule -> rule.id().equals(BROKEN_ID))
                .findFirst()
                .orElseThrow();
        EventEvaluator evaluator = rules.newEvaluator();
        return (source, json, sink) -> {
            sink.error(broken, new IllegalStateException("on purpose"));
            evaluator.evaluate(source, json, sink);
        };
    }

    /// From a rule that the correlation does not refer to: its machine refuses it.
    private static SignalMessage signalOfAStranger(String id) {
        Instant time = Instant.parse("2026-01-01T12:00:00Z");
        var event = new Finding.ContributingEvent(
                id, "t", "//aws/111122223333", SOURCE, time, "vigil.events", 0, 0, "00", "{}");
        return new SignalMessage(
                TestRules.ROW_ID,
                new TreeMap<>(Map.of("userIdentity.arn", "stranger")),
                new Signal(id, TestRules.STOPPED_ID, time),
                0,
                new TreeMap<>(Map.of(SOURCE, time)),
                List.of(EventCopy.unexplained(
                        event, time, new LogSource(null, "aws", "cloudtrail"), TestRules.STOPPED_ID, null)));
    }
}
