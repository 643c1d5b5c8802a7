package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.evaluator.topology.AuditRecord.SOURCE;
import static tw.vigil.evaluator.topology.AuditRecord.raw;
import static tw.vigil.evaluator.topology.AuditRecord.stopLogging;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;

class MatchStageTest {
    private static final String NOON = "2026-01-01T12:00:00Z";

    @TempDir
    Path state;

    @Test
    void matchBecomesFindingWithDeterministicIdAndItsEvent() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(stopLogging("e-1", NOON));

            List<Finding> findings = stage.findings();

            assertThat(findings).hasSize(1);
            Finding finding = findings.getFirst();
            assertThat(finding.findingId()).isEqualTo(Sha256.hex(TestRules.STOPPED_ID + "\ne-1"));
            assertThat(finding.revision()).isEqualTo(1);
            assertThat(finding.rule().key()).isEqualTo("T-01");
            assertThat(finding.rule().titleZh()).isEqualTo("軌跡停止");
            assertThat(finding.clauses()).containsExactly("art8.3.1");
            assertThat(finding.unit()).isEqualTo("SOC");
            assertThat(finding.times().received()).isEqualTo("2026-01-01T12:01:00Z");
            assertThat(finding.reasons())
                    .anySatisfy(reason -> assertThat(reason.actual()).isEqualTo("StopLogging"));
            assertThat(finding.events()).singleElement().satisfies(event -> {
                assertThat(event.id()).isEqualTo("e-1");
                assertThat(event.raw()).contains("StopLogging");
            });
            assertThat(finding.eventsTruncated()).isFalse();
        }
    }

    @Test
    void eventThatMatchesNothingIsCountedAsEvaluated() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(AuditRecord.of("e-1", NOON, "ListBuckets", AuditRecord.ALICE));

            assertThat(stage.findings()).isEmpty();
            assertThat(stage.ledger(SOURCE).evaluated()).isEqualTo(1);
        }
    }

    @Test
    void secondDeliveryIsADuplicateAndMakesNoSecondFinding() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(stopLogging("e-1", NOON), stopLogging("e-1", NOON));

            assertThat(stage.findings()).hasSize(1);
            LedgerEntry ledger = stage.ledger(SOURCE);
            assertThat(ledger.evaluated()).isEqualTo(1);
            assertThat(ledger.duplicates()).isEqualTo(1);
            assertThat(ledger.findings()).isEqualTo(1);
        }
    }

    @Test
    void duplicateIsRecognisedAcrossTheEndOfARetentionPeriod() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(stopLogging("e-1", "2026-01-01T23:58:30Z"));
            stage.send(stopLogging("e-2", "2026-01-02T12:00:00Z"));
            stage.send(stopLogging("e-1", "2026-01-01T23:58:30Z"));

            assertThat(stage.findings()).hasSize(2);
            assertThat(stage.ledger(SOURCE).duplicates()).isEqualTo(1);
        }
    }

    @Test
    void oldBackfillIsDeduplicatedAfterFreshEvents() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(stopLogging("fresh", NOON));
            stage.send(stopLogging("old", "2019-03-01T00:00:00Z"), stopLogging("old", "2019-03-01T00:00:00Z"));

            assertThat(stage.findings()).hasSize(2);
            assertThat(stage.ledger(SOURCE).duplicates()).isEqualTo(1);
        }
    }

    @Test
    void malformedJsonGoesToQuarantineAndItsNeighboursAreEvaluated() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(stopLogging("e-1", NOON), raw("e-2", NOON, "{\"eventName\": "), stopLogging("e-3", NOON));

            assertThat(stage.findings()).hasSize(2);
            assertThat(stage.quarantined()).singleElement().satisfies(rejected -> {
                assertThat(new String(rejected.value(), StandardCharsets.UTF_8)).isEqualTo("{\"eventName\": ");
                assertThat(header(rejected.headers().lastHeader("vigil_reason").value()))
                        .isEqualTo("not_json");
                assertThat(header(rejected.headers().lastHeader("vigil_stage").value()))
                        .isEqualTo("evaluate");
                assertThat(header(
                                rejected.headers().lastHeader("vigil_sourceid").value()))
                        .isEqualTo(SOURCE);
            });
            LedgerEntry ledger = stage.ledger(SOURCE);
            assertThat(ledger.evaluated()).isEqualTo(2);
            assertThat(ledger.unreadable()).isEqualTo(1);
        }
    }

    @Test
    void missingAndBrokenHeadersGoToQuarantineWithoutTheirValue() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(stopLogging("e-1", NOON).without("ce_id"));
            stage.send(stopLogging("e-2", NOON).with("ce_time", "yesterday-noon"));
            stage.send(stopLogging("e-3", NOON).without("ce_sourceid"));

            assertThat(stage.findings()).isEmpty();
            assertThat(stage.quarantined())
                    .hasSize(3)
                    .allSatisfy(rejected -> assertThat(header(rejected.headers()
                                    .lastHeader("vigil_detail")
                                    .value()))
                            .startsWith("header ce_")
                            .doesNotContain("yesterday"));
            assertThat(stage.ledger(SOURCE).unreadable()).isEqualTo(2);
            assertThat(stage.ledger(Rejection.UNKNOWN_SOURCE).unreadable()).isEqualTo(1);
        }
    }

    @Test
    void unreadableEventMayComeAgainRepaired() {
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(raw("e-1", NOON, "not json"), stopLogging("e-1", NOON));

            assertThat(stage.findings()).hasSize(1);
            assertThat(stage.ledger(SOURCE).duplicates()).isZero();
        }
    }

    @Test
    void oneEventThatMatchesFiveHundredRulesGivesFiveHundredFindings() {
        String[] rules =
                IntStream.range(0, 500).mapToObj(TestRules::copyOfTrailStopped).toArray(String[]::new);
        try (var stage = new Stage(state, TestRules.of(rules))) {
            stage.send(stopLogging("e-1", NOON));

            assertThat(stage.newestFindings()).hasSize(500);
            assertThat(stage.ledger(SOURCE).findings()).isEqualTo(500);
        }
    }

    @Test
    void largeEventIsMatchedAndItsTextLeftOut() {
        String json = "{\"eventName\":\"StopLogging\",\"filler\":\"" + "x".repeat(40_000) + "\"}";
        try (var stage = new Stage(state, TestRules.standard())) {
            stage.send(raw("e-1", NOON, json));

            assertThat(stage.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.events().getFirst().raw()).isNull();
                assertThat(finding.eventsTruncated()).isTrue();
            });
        }
    }

    @Test
    void sampledTraceGoesOnAsAChildAndUnsampledUnchanged() {
        String traceId = "0af7651916cd43dd8448eb211c80319c";
        String sampled = "00-" + traceId + "-b7ad6b7169203331-01";
        String unsampled = "00-" + traceId + "-b7ad6b7169203331-00";
        var sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        try (sdk;
                var stage = new Stage(state, TestRules.standard(), sdk)) {
            stage.send(stopLogging("e-1", NOON).with(EventHeaders.TRACEPARENT, sampled));
            stage.send(stopLogging("e-2", NOON).with(EventHeaders.TRACEPARENT, unsampled));

            var records = stage.findingRecords();

            String first = header(records.get(0)
                    .headers()
                    .lastHeader(EventHeaders.TRACEPARENT)
                    .value());
            String second = header(records.get(1)
                    .headers()
                    .lastHeader(EventHeaders.TRACEPARENT)
                    .value());
            assertThat(first).startsWith("00-" + traceId).endsWith("-01").isNotEqualTo(sampled);
            assertThat(second).isEqualTo(unsampled);
        }
    }

    private static String header(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
