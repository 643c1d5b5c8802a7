package tw.vigil.evaluator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.Finding;
import tw.vigil.event.Topics;
import tw.vigil.teststand.TestKafka;

/// The service as it is delivered, on a real broker, ended in every way.
class EvaluatorProcessIT {
    private static final Logger LOG = Logger.getLogger(EvaluatorProcessIT.class);

    private static final String RULES = """
            title: Trail stopped
            id: 22222222-0000-4000-8000-000000000001
            name: trail_stopped
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: StopLogging
              condition: selection
            level: critical
            falsepositives: [none]
            vigil: {key: T-01, unit: SOC, playbook: P1}
            ---
            title: Snapshot deleted
            id: 22222222-0000-4000-8000-000000000002
            name: snapshot_deleted
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: DeleteSnapshot
              condition: selection
            level: informational
            falsepositives: [none]
            ---
            title: Snapshots deleted in a row
            id: 22222222-0000-4000-8000-000000000003
            name: in_a_row
            correlation:
              type: event_count
              rules: [snapshot_deleted]
              group-by: [userIdentity.arn]
              timespan: 1h
              condition:
                gte: 5
            level: high
            falsepositives: [none]
            vigil: {key: T-03, unit: IT, playbook: P7}
            """;

    @TempDir
    Path folder;

    private final String bootstrapServers = TestKafka.start().bootstrapServers();

    @BeforeEach
    void writeRules() throws Exception {
        RulesTopic.forget(bootstrapServers);
        Files.createDirectories(folder.resolve("rules/rules"));
        Files.writeString(folder.resolve("rules/rules/rules.yml"), RULES);
    }

    private EvaluatorProcess process(String applicationId) {
        return new EvaluatorProcess(bootstrapServers, applicationId, folder.resolve("state"), folder.resolve("rules"));
    }

    @Test
    void killedInMidRunLosesNothingAndDoublesNothing() throws Exception {
        int events = 3_000;
        Instant start = Instant.now().minus(Duration.ofMinutes(10));
        try (var feed = new EventFeed(bootstrapServers, "kill");
                var service = process("it-kill").start().awaitReady()) {
            int known = 0;
            for (int i = 0; i < events; i++) {
                sendMixed(feed, i, start.plusMillis(i * 10L));
                if (i % 1_000 == 500) {
                    feed.flush();
                    known = awaitMoreFindings(feed, known);
                    service.kill();
                    service.start();
                }
            }
            feed.flush();

            JsonNode report = service.awaitAccounted("kill", events);
            awaitLastRevisions(feed, events / 10);
            LOG.infof("resident memory MiB=%d", service.residentMemory());

            JsonNode counts = report.path("sources").path("kill");
            assertThat(counts.path("unreadable").asLong()).isEqualTo(events / 10);
            assertThat(counts.path("duplicates").asLong()).isEqualTo(events / 10);
            assertThat(counts.path("evaluated").asLong()).isEqualTo(events - 2L * (events / 10));
            Set<String> seen = new HashSet<>();
            List<Finding> findings = feed.findings();
            assertThat(findings)
                    .allSatisfy(f ->
                            assertThat(seen.add(f.findingId() + f.revision())).isTrue());
            assertThat(findings.stream().filter(f -> "T-01".equals(f.rule().key())))
                    .hasSize(events / 10);
            assertThat(report.path("findings").asLong()).isEqualTo(events / 10 + 10);
            assertThat(service.residentMemory()).isLessThan(400);
        }
    }

    private static int awaitMoreFindings(EventFeed feed, int known) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> feed.findings().size(), size -> size > known);
    }

    /// Of ten events: one stops a trail, one repeats it, one deletes a snapshot, one is no JSON.
    private static void sendMixed(EventFeed feed, int number, Instant time) {
        switch (number % 10) {
            case 0 -> feed.send("stop-" + number, time, "StopLogging", "alice");
            case 1 -> feed.send("stop-" + (number - 1), time, "StopLogging", "alice");
            case 2 -> feed.send("snap-" + number, time, "DeleteSnapshot", "user-" + (number / 10) % 10);
            case 3 -> feed.sendRaw("broken-" + number, time, "{\"eventName\":");
            default -> feed.send("other-" + number, time, "ListBuckets", "bob");
        }
    }

    /// Ten users, each with an episode that holds all of its deletions.
    private static void awaitLastRevisions(EventFeed feed, int deletions) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Map<String, Long> newest = new HashMap<>();
            for (Finding finding : feed.findings()) {
                if ("T-03".equals(finding.rule().key())) {
                    newest.merge(finding.findingId(), finding.count(), Math::max);
                }
            }
            assertThat(newest)
                    .hasSize(10)
                    .allSatisfy((_, count) -> assertThat(count).isEqualTo(deletions / 10));
        });
    }

    @Test
    void stateIsRestoredFromTheBrokerWhenItsDirectoryIsLost() throws Exception {
        Instant start = Instant.now().minus(Duration.ofMinutes(10));
        try (var feed = new EventFeed(bootstrapServers, "lost");
                var service = process("it-lost").start().awaitReady()) {
            for (int i = 0; i < 4; i++) {
                feed.send("lost-" + i, start.plusSeconds(i), "DeleteSnapshot", "lost");
            }
            service.awaitAccounted("lost", 4);
            service.terminate();
            delete(folder.resolve("state"));

            service.start().awaitReady();
            feed.send("lost-3", start.plusSeconds(3), "DeleteSnapshot", "lost");
            feed.send("lost-4", start.plusSeconds(4), "DeleteSnapshot", "lost");
            JsonNode counts = service.awaitAccounted("lost", 6).path("sources").path("lost");

            assertThat(counts.path("evaluated").asLong()).isEqualTo(5);
            assertThat(counts.path("duplicates").asLong()).isEqualTo(1);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(feed.findings())
                            .singleElement()
                            .satisfies(finding -> assertThat(finding.events())
                                    .extracting(Finding.ContributingEvent::id)
                                    .containsExactly("lost-0", "lost-1", "lost-2", "lost-3", "lost-4")));
        }
    }

    @Test
    void upperBoundIsJudgedByTheWallClockAfterARestartWithoutTraffic() throws Exception {
        Files.writeString(folder.resolve("rules/rules/few.yml"), """
                title: At most two snapshots deleted
                id: 22222222-0000-4000-8000-000000000004
                name: few
                correlation:
                  type: event_count
                  rules: [snapshot_deleted]
                  group-by: [userIdentity.arn]
                  timespan: 10s
                  condition:
                    lte: 2
                level: low
                falsepositives: [none]
                vigil: {key: T-04, unit: IT, playbook: P7}
                """);
        try (var feed = new EventFeed(bootstrapServers, "quiet");
                var service = process("it-quiet")
                        .with("VIGIL_EVALUATOR_GRACE", "PT5S")
                        .with("VIGIL_EVALUATOR_PUNCTUATION", "PT0.5S")
                        .start()
                        .awaitReady()) {
            Instant now = Instant.now();
            feed.send("quiet-0", now, "DeleteSnapshot", "quiet");
            feed.send("quiet-1", now, "DeleteSnapshot", "quiet");
            service.awaitAccounted("quiet", 2);
            service.kill();
            assertThat(feed.findings()).isEmpty();

            service.start().awaitReady();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(feed.findings())
                            .singleElement()
                            .satisfies(finding -> {
                                assertThat(finding.rule().key()).isEqualTo("T-04");
                                assertThat(finding.count()).isEqualTo(2);
                            }));
        }
    }

    @Test
    void stopsAtOnceWithTheCauseWhenTheBrokersCannotBeUsed() throws Exception {
        try (var service = process("it-refused")
                .with("KAFKA_SECURITY_PROTOCOL", "SSL")
                .with("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM")
                .with("KAFKA_SSL_TRUSTSTORE_LOCATION", "absent/ca.crt")
                .start()) {
            assertThat(service.awaitExit()).isEqualTo(3);
            assertThat(service.log()).contains("ERROR", "waiting does not help", "absent/ca.crt");
        }
    }

    @Test
    void stopsWithoutAWarning() throws Exception {
        try (var service = process("it-stop").start().awaitReady()) {
            service.terminate();

            String log = service.log();
            assertThat(log.substring(log.lastIndexOf("state=PENDING_SHUTDOWN")))
                    .contains("stopped in")
                    .doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void publishesItsRevisionAndShowsEveryMetricFromTheStart() throws Exception {
        try (var feed = new EventFeed(bootstrapServers, "metrics");
                var service = process("it-metrics").start().awaitReady()) {
            String metrics = service.body("/q/metrics");

            assertThat(service.status("/q/health/live")).isEqualTo(200);
            assertThat(service.status("/q/health/started")).isEqualTo(200);
            assertThat(service.body("/v1/rules")).contains("T-01", "event_count");
            assertThat(metrics)
                    .contains(
                            "vigil_events_evaluated_total{source=\"aws.cloudtrail\"}",
                            "vigil_events_duplicate_total{source=\"kubernetes.audit\"}",
                            "vigil_events_unreadable_total{source=\"aws.cloudtrail\"}",
                            "vigil_findings_total{level=\"critical\",rule=\"T-01\"}",
                            "vigil_rule_matches_total{rule=\"T-01\"}",
                            "vigil_rule_errors_total{rule=\"T-01\"}",
                            "vigil_correlation_signals_total{rule=\"T-03\"}",
                            "vigil_correlation_missing_group_total{rule=\"T-03\"}",
                            "vigil_correlation_late_total{rule=\"T-03\"}",
                            "vigil_rules_loaded 3.0",
                            "vigil_rules_loaded_info{version=\"",
                            "vigil_evaluator_lag_records",
                            "vigil_stage_latency_seconds_bucket{stage=\"evaluate\",le=\"0.5\"}");
            assertThat(feed.readAll(Topics.RULES)).extracting(row -> row.key()).contains("active", "revision-1");
            LOG.infof("resident memory MiB=%d", service.residentMemory());
        }
    }

    @Test
    void rejectedRuleStopsTheStartAndIsNamedWithLineAndColumn() throws Exception {
        Files.writeString(
                folder.resolve("rules/rules/broken.yml"),
                RULES.substring(0, RULES.indexOf("---"))
                        .replace("22222222-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000009")
                        .replace("trail_stopped", "broken")
                        .replace("eventName: StopLogging", "eventName|nonsense: StopLogging"));
        try (var service = process("it-rejected").start()) {
            assertThat(service.awaitExit()).isNotZero();
            assertThat(service.log()).containsPattern("rules/broken\\.yml:\\d+:\\d+: ");
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
