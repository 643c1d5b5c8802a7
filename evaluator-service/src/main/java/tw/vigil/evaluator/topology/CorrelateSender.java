package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.canary.CanaryRun;
import tw.vigil.evaluator.canary.Proof;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;
import tw.vigil.event.Heartbeat;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.Episode;

/// What the correlate stage sends: findings, signals of one rule to another, and what it could not read.
final class CorrelateSender {
    private static final Logger LOG = Logger.getLogger(CorrelateSender.class);

    private final ProcessorContext<String, Outgoing> context;
    private final EvaluatorMetrics metrics;
    private final Ledger ledger;
    private final Clock clock;
    private final FindingWriter writer = new FindingWriter();
    private boolean unknownSignalLogged;

    CorrelateSender(ProcessorContext<String, Outgoing> context, EvaluatorMetrics metrics, Ledger ledger, Clock clock) {
        this.context = context;
        this.metrics = metrics;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// What an episode leads to: a finding, or the proof that a canary was to bring.
    ///
    /// @param rules in use
    /// @param events the newest of the episode that are still kept
    void episode(
            RuleSet rules,
            RuleInfo correlation,
            SortedMap<String, String> group,
            Episode episode,
            List<EventCopy> events) {
        Finding finding = Findings.ofEpisode(rules, correlation, group, episode, events, clock.instant());
        CanaryRun run = CanaryRun.of(group);
        if (run != null) {
            if (run.ruleId().equals(correlation.id())) {
                Proof proof = SelfTesting.proof(correlation, run, finding);
                long timestamp = proof.proven().toEpochMilli();
                forward(proof.ruleId(), Target.PROOF, proof.toBytes(), timestamp, new RecordHeaders());
            }
            return;
        }
        boolean shadow = correlation.vigil().shadow();
        if (episode.revision() == 1) {
            metrics.finding(correlation);
            long newest = finding.times().received().toEpochMilli();
            ledger.add(correlation.id(), new LedgerEntry(1, 0, 0, shadow ? 0 : 1, newest, newest));
        }
        String traceParent = events.isEmpty() ? null : events.getLast().traceParent();
        finding(shadow ? Target.SHADOW : Target.FINDING, finding, traceParent);
    }

    /// A finding about the product itself.
    void finding(Finding finding, @Nullable String traceParent) {
        finding(Target.FINDING, finding, traceParent);
    }

    private void finding(Target target, Finding finding, @Nullable String traceParent) {
        long timestamp = finding.times().evaluated().toEpochMilli();
        forward(finding.findingId(), target, writer.write(finding), timestamp, trace(traceParent));
    }

    /// Passes a beat on.
    void heartbeat(Heartbeat beat, long timestamp) {
        byte[] value = Heartbeats.write(beat.correlatedAt(clock.instant()));
        forward(beat.instance(), Target.HEARTBEAT, value, timestamp, new RecordHeaders());
    }

    void signal(SignalMessage message) {
        String traceParent =
                message.copies().isEmpty() ? null : message.copies().getLast().traceParent();
        String key = Groups.key(message.correlationId(), message.group());
        forward(key, Target.SIGNAL, message.toBytes(), clock.instant().toEpochMilli(), trace(traceParent));
    }

    /// Only another version of this service writes what cannot be read here; its event was counted as evaluated.
    /// Stopping would end all detection until someone comes; dropping it would be a gap that nobody sees. So its
    /// bytes, which hold the event, are kept aside, counted, and the stream goes on.
    void quarantine(Record<String, byte[]> input, RuntimeException problem) {
        // other messages than those of our own reader may repeat what they could not read
        String detail = problem instanceof IllegalArgumentException
                ? String.valueOf(problem.getMessage())
                : "internal record of another form";
        var position = context.recordMetadata();
        var rejected = Rejection.ofSignal(
                input,
                detail,
                position.map(RecordMetadata::partition).orElse(-1),
                position.map(RecordMetadata::offset).orElse(-1L),
                clock.instant());
        Headers headers = new RecordHeaders();
        rejected.headers().toMap().forEach(headers::add);
        forward(rejected.key(), Target.QUARANTINE, rejected.value(), input.timestamp(), headers);
        if (!unknownSignalLogged) {
            unknownSignalLogged = true;
            LOG.errorf("signals of an unknown version go to quarantine task=%s cause=%s", context.taskId(), detail);
        }
    }

    private void forward(String key, Target target, byte[] value, long timestamp, Headers headers) {
        context.forward(new Record<>(key, new Outgoing(target, value), Math.max(0, timestamp), headers));
    }

    private static Headers trace(@Nullable String traceParent) {
        Headers headers = new RecordHeaders();
        if (traceParent != null) {
            headers.add(EventHeaders.TRACEPARENT, traceParent.getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }
}
