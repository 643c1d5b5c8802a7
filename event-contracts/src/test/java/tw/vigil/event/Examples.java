package tw.vigil.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One complete and one bare example of each contract.
final class Examples {
    static final String SHA = "0123456789abcdef".repeat(4);
    static final Instant TIME = Instant.parse("2026-08-20T10:15:30.123Z");

    private Examples() {}

    static Finding finding() {
        var rule = new Finding.Rule(
                "0f5c2b3a-7f42-4a1e-9a58-2f6e5d3b1c01",
                "AWS-01",
                "trail_stopped",
                "event_count",
                "Trail stopped",
                "稽核軌跡停用",
                "Someone stopped the recording of a trail.",
                "有人停止了稽核軌跡的記錄。",
                "critical",
                SHA);
        var event = new Finding.ContributingEvent(
                "5e0a9c5a",
                "tw.vigil.audit.aws.cloudtrail",
                "//aws/111122223333",
                "aws.cloudtrail",
                TIME,
                Topics.EVENTS,
                3,
                42,
                SHA,
                "{\"eventName\":\"StopLogging\"}");
        return new Finding(
                SHA,
                2,
                rule,
                List.of("art8.3.1"),
                List.of("cnfa.art8.3.1", "attack.t1685.002"),
                "SOC",
                "P1",
                new TreeMap<>(Map.of("userIdentity.arn", "arn:aws:iam::111122223333:user/alice")),
                new Finding.Times(TIME, TIME.plusSeconds(5), TIME.plusSeconds(6), TIME.plusSeconds(7)),
                3,
                new TreeMap<>(Map.of("actor.user.name", "alice")),
                List.of(new Finding.Reason("selection", "eventName", "StopLogging", "StopLogging")),
                List.of(event),
                true);
    }

    static Finding bareFinding() {
        var rule = new Finding.Rule(
                "0f5c2b3a-7f42-4a1e-9a58-2f6e5d3b1c01",
                null,
                null,
                "detection",
                "Trail stopped",
                null,
                null,
                null,
                "high",
                SHA);
        return new Finding(
                SHA,
                1,
                rule,
                List.of(),
                List.of(),
                null,
                null,
                new TreeMap<>(),
                new Finding.Times(TIME, TIME, TIME, TIME),
                1,
                new TreeMap<>(),
                List.of(),
                List.of(),
                true);
    }

    static AlertStep created() {
        return step(1, 1, "new", null);
    }

    static AlertStep closed() {
        return step(3, 4, "closed", "benign");
    }

    private static AlertStep step(int activity, int statusId, String status, @Nullable String verdict) {
        var info = new AlertStep.FindingInfo(
                "A-000123",
                "Trail stopped",
                null,
                TIME.toEpochMilli(),
                TIME.plusSeconds(5).toEpochMilli(),
                new AlertStep.Analytic("0f5c2b3a-7f42-4a1e-9a58-2f6e5d3b1c01", "Trail stopped", 1),
                List.of(SHA));
        return new AlertStep(
                AlertStep.DETECTION_FINDING,
                AlertStep.FINDINGS_CATEGORY,
                activity,
                AlertStep.DETECTION_FINDING * 100L + activity,
                5,
                statusId,
                status,
                TIME.toEpochMilli(),
                3,
                "Trail stopped",
                null,
                verdict,
                new AlertStep.Metadata("1.5.0", "A-000123/1", new AlertStep.Product("Vigil", "Vigil")),
                info,
                Map.of("unit", "SOC"));
    }

    static RuleSetRevision revision() {
        return new RuleSetRevision(
                7,
                SHA,
                TIME,
                "engineer",
                "second-engineer",
                "fewer false alarms of AWS-10",
                5L,
                List.of(new RuleSetRevision.File("packs/aws/trail-stopped.yml", "title: Trail stopped\n")));
    }

    static OwnEvent ownEvent() {
        return OwnEvent.of(
                        "customer_data.protected",
                        TIME,
                        "ingest-service",
                        "ingest",
                        OwnEvent.Outcome.SUCCESS,
                        Map.of("kinds", List.of("payment_card"), "found", Map.of("path", "$.requestParameters.key")))
                .identifiedBy("aws.cloudtrail", SHA)
                .about("aws.cloudtrail")
                .because("found")
                .times(2);
    }

    static OwnEvent bareOwnEvent() {
        return OwnEvent.of("service.started", TIME, "ingest-service", "ingest", OwnEvent.Outcome.SUCCESS, Map.of());
    }

    static RuleSetRevision ownRevision() {
        return new RuleSetRevision(1, SHA, TIME, RuleSetRevision.OWN_PACK, null, null, null, List.of());
    }

    static InstanceRules instanceRules() {
        return new InstanceRules("evaluator-1", 7, SHA, TIME, TIME, SHA, "rules/a.yml:3:1: unknown modifier");
    }

    static Heartbeat heartbeat() {
        return new Heartbeat(
                "ingest-0", TIME, TIME, 60, TIME.plusSeconds(60), TIME.plusSeconds(61), TIME.plusSeconds(62));
    }

    static EventHeaders eventHeaders() {
        return new EventHeaders(
                "5e0a9c5a",
                "//aws/111122223333",
                EventHeaders.TYPE_PREFIX + "aws.cloudtrail",
                TIME,
                "arn:aws:s3:::資料",
                "aws",
                "cloudtrail",
                "audit",
                "111122223333",
                "eu-west-1",
                TIME.plusSeconds(240),
                TIME.plusSeconds(241),
                "aws.cloudtrail",
                SHA);
    }

    static EventHeaders bareEventHeaders() {
        return new EventHeaders(
                SHA,
                "//kubernetes/prod",
                EventHeaders.TYPE_PREFIX + "kubernetes.audit",
                TIME,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                TIME,
                "kubernetes.audit",
                SHA);
    }

    static QuarantineHeaders quarantineHeaders() {
        return new QuarantineHeaders(
                "record_too_large",
                "larger than 1048576 bytes",
                "ingest",
                "aws.cloudtrail",
                "record 3",
                TIME,
                SHA,
                Map.of("x-github-event", "push", "x & y", "a=b&c 十"),
                2_000_000L);
    }
}
