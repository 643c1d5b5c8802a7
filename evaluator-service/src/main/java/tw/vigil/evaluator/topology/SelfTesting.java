package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import tw.vigil.evaluator.canary.Canary;
import tw.vigil.evaluator.canary.CanaryRun;
import tw.vigil.evaluator.canary.CanarySchedule;
import tw.vigil.evaluator.canary.Proof;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleInfo;

/// Plays the canaries of all rules and tells which rule did not answer. Not thread-safe: one per task.
final class SelfTesting {
    /// No source that can be configured has this id.
    static final String SOURCE = "vigil.canary";

    private static final Logger LOG = Logger.getLogger(SelfTesting.class);

    private final DetectionTopology.Parts parts;
    private final CanarySchedule schedule;

    SelfTesting(DetectionTopology.Parts parts) {
        this.parts = parts;
        this.schedule = new CanarySchedule(parts.selfTest().interval());
    }

    /// The events of the canaries that are due.
    List<Record<String, Outgoing>> due() {
        if (!parts.caughtUp().getAsBoolean()) {
            // neither more load nor a judgement while events wait
            schedule.extend(parts.settings().punctuation());
            return List.of();
        }
        var records = new ArrayList<Record<String, Outgoing>>();
        var canaries = parts.selfTest().canaries().get();
        for (var due : schedule.due(now(), canaries, this::delay)) {
            for (Canary.Event event : due.canary().events()) {
                records.add(record(due.canary(), due.run(), event));
            }
        }
        return records;
    }

    /// A finding for each rule that should have fired by now.
    List<Finding> missed() {
        var canaries = parts.selfTest().canaries().get().byRule();
        return schedule.missed(now(), parts.selfTest().proofs(), canaries).stream()
                .map(missed -> {
                    parts.metrics().missed(missed.rule());
                    LOG.errorf(
                            "a rule did not fire on its canary rule=%s sent=%s",
                            Findings.label(missed.rule()), missed.run().sent());
                    return ProductFindings.ofMissedCanary(missed);
                })
                .toList();
    }

    /// That a rule spoke on its canary.
    static Proof proof(RuleInfo rule, CanaryRun run, Finding finding) {
        return new Proof(rule.id(), rule.sha256(), run.sent(), finding.times().evaluated(), finding.findingId());
    }

    private Duration delay(RuleInfo rule) {
        return Duration.ofMillis(parts.rules().get().height(rule) * ActiveMachines.CHAIN_GRACE_MILLIS);
    }

    /// Events begin where lateness ends: a window that is judged at its end is judged as soon as its time has passed.
    private Record<String, Outgoing> record(Canary canary, CanaryRun run, Canary.Event event) {
        LogSource source = canary.source();
        String type = source.product() + "." + source.service();
        var headers = new EventHeaders(
                "canary/" + run.text() + "/" + event.id(),
                "//vigil/canary",
                EventHeaders.TYPE_PREFIX + type,
                run.sent().minus(parts.settings().grace()).plus(event.offset()),
                null,
                source.product(),
                source.service(),
                source.category(),
                null,
                null,
                null,
                run.sent(),
                SOURCE,
                Sha256.hex(event.json()));
        Headers out = new RecordHeaders();
        headers.toMap().forEach(out::add);
        out.add(CanaryRun.NAME, run.text().getBytes(StandardCharsets.UTF_8));
        return new Record<>(
                run.text(),
                new Outgoing(Target.CANARY, event.json()),
                run.sent().toEpochMilli(),
                out);
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
