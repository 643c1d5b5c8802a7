package tw.vigil.evaluator.topology;

import io.opentelemetry.api.trace.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.canary.CanaryRun;
import tw.vigil.evaluator.canary.Proof;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;
import tw.vigil.event.Heartbeat;
import tw.vigil.event.Topics;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// The match stage: every record becomes exactly one of *evaluated*, *duplicate* and *unreadable* in the ledger. No
/// record stops the stream; what it leads to is collected first and sent only when all rules have spoken.
final class MatchProcessor implements Processor<byte[], byte[], String, Outgoing> {
    private static final Logger LOG = Logger.getLogger(MatchProcessor.class);

    private final DetectionTopology.Parts parts;
    private final EvaluateSpans spans;
    private final FindingWriter writer = new FindingWriter();
    private final RuleErrors ruleErrors;

    private ProcessorContext<String, Outgoing> context;
    private Ledger ledger;
    private Ledger ruleLedger;
    private SeenEvents seen;
    private @Nullable SelfTesting selfTesting;
    private @Nullable RuleSet rules;
    private @Nullable EventEvaluator evaluator;

    @NullUnmarked // Kafka Streams calls init before anything else
    MatchProcessor(DetectionTopology.Parts parts) {
        this.parts = parts;
        this.spans = new EvaluateSpans(parts.openTelemetry());
        this.ruleErrors = new RuleErrors(parts.clock());
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> taskContext) {
        context = taskContext;
        KeyValueStore<Bytes, byte[]> entries = taskContext.getStateStore(DetectionTopology.LEDGER);
        ledger = new Ledger(entries);
        ruleLedger = new Ledger(taskContext.getStateStore(DetectionTopology.RULE_LEDGER));
        WindowStore<Bytes, byte[]> identities = taskContext.getStateStore(DetectionTopology.SEEN);
        long period = parts.settings().duplicateRetention().toMillis();
        seen = new SeenEvents(identities, period, ledger.newestReceived());
        // the one task of this partition plays the canaries of all
        boolean first = taskContext.taskId().partition() == 0;
        if (first && parts.selfTest().interval().isPositive()) {
            selfTesting = new SelfTesting(parts);
        }
        var silence = new SilenceWatch(parts, ruleLedger);
        taskContext.schedule(parts.settings().punctuation(), PunctuationType.WALL_CLOCK_TIME, _ -> {
            silence.matches().forEach(context::forward);
            if (first) {
                silence.loaded().forEach(context::forward);
                silence.silent().forEach(this::report);
            }
            playCanaries();
        });
    }

    private void playCanaries() {
        if (selfTesting != null) {
            selfTesting.due().forEach(context::forward);
            selfTesting.missed().forEach(this::report);
        }
    }

    private void report(Finding finding) {
        long timestamp = finding.times().evaluated().toEpochMilli();
        forward(finding.findingId(), Target.FINDING, writer.write(finding), timestamp, new RecordHeaders());
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        EventHeaders headers;
        try {
            headers = EventHeaders.from(name -> lastValue(input.headers(), name));
        } catch (IllegalArgumentException e) {
            unreadable(input, null, "headers_invalid", withoutValue(e));
            return;
        }
        CanaryRun run = canaryRun(input);
        if (run != null) {
            canary(input, headers, run);
            return;
        }
        long received = headers.receivedTime().toEpochMilli();
        Bytes identity = seen.key(headers.id());
        if (seen.contains(identity, received)) {
            ledger.add(headers.sourceId(), new LedgerEntry(0, 1, 0, 0, 0, received));
            return;
        }
        if (input.value() == null) {
            unreadable(input, headers, "no_value", "the record has no value; one JSON object is expected");
            return;
        }
        String incoming = text(lastValue(input.headers(), EventHeaders.TRACEPARENT));
        Span span = spans.start(incoming, headers.sourceId(), headers.id());
        try {
            evaluate(input, headers, identity, EvaluateSpans.traceParent(span, incoming));
        } finally {
            if (span != null) {
                span.end();
            }
        }
    }

    private void evaluate(
            Record<byte[], byte[]> input, EventHeaders headers, Bytes identity, @Nullable String traceParent) {
        long received = headers.receivedTime().toEpochMilli();
        var event = new MatchedEvent(
                activeRules(), headers, input.value(), position(), traceParent, null, parts.metrics(), parts.clock());
        try {
            activeEvaluator().evaluate(event.logSource(), input.value(), event);
        } catch (MalformedEventException e) {
            unreadable(input, headers, "not_json", "the value is not one well-formed JSON object within the bounds");
            return;
        } catch (RuntimeException e) {
            // a fault of the engine itself: this event is kept aside with its bytes, the stream goes on
            unreadable(input, headers, "evaluation_failed", e.getClass().getName());
            return;
        }
        seen.add(identity, received);
        // a date in the future must not move the clock: everything after it would be late
        long newestEvent = Math.min(headers.time().toEpochMilli(), received);
        long findings = 0;
        for (var outcome : event.findings()) {
            findings += outcome.rule().vigil().shadow() ? 0 : 1;
        }
        for (RuleInfo rule : event.matched()) {
            ruleLedger.add(rule.id(), new LedgerEntry(1, 0, 0, 0, newestEvent, received));
        }
        ledger.add(headers.sourceId(), new LedgerEntry(1, 0, 0, findings, newestEvent, received));
        send(input, event, headers, traceParent);
        Instant now = parts.clock().instant();
        Heartbeat beat = Heartbeats.begun(headers, input.value(), now);
        if (beat != null) {
            forward(beat.instance(), Target.SIGNAL, Heartbeats.write(beat), input.timestamp(), Heartbeats.mark());
        }
        parts.metrics().evaluated(headers.receivedTime(), now);
    }

    private void send(
            Record<byte[], byte[]> input, MatchedEvent event, EventHeaders headers, @Nullable String traceParent) {
        if (event.saysNothing()) {
            return;
        }
        Headers trace = trace(traceParent);
        for (var outcome : event.findings()) {
            Target target = outcome.rule().vigil().shadow() ? Target.SHADOW : Target.FINDING;
            Finding finding = outcome.finding();
            forward(finding.findingId(), target, writer.write(finding), input.timestamp(), trace);
        }
        Instant newest = Instant.ofEpochMilli(ledger.newestEvent(headers.sourceId()));
        signal(event, newest, input.timestamp(), trace);
        report(event, input.timestamp(), trace);
    }

    private void signal(MatchedEvent event, Instant newest, long timestamp, Headers trace) {
        for (var signal : event.signals(newest)) {
            String key = Groups.key(signal.correlationId(), signal.group());
            forward(key, Target.SIGNAL, signal.toBytes(), timestamp, trace);
        }
    }

    private void report(MatchedEvent event, long timestamp, Headers trace) {
        event.errors().forEach((rule, cause) -> {
            Finding report = ruleErrors.report(rule, cause, event.plainCopy());
            if (report != null) {
                forward(report.findingId(), Target.FINDING, writer.write(report), timestamp, trace);
            }
        });
    }

    /// The run that a record on the topic of canaries belongs to; null for a record on any other topic.
    private @Nullable CanaryRun canaryRun(Record<byte[], byte[]> input) {
        byte[] name = lastValue(input.headers(), CanaryRun.NAME);
        // the header alone is not enough: a sender of events must not be able to hide one
        return name != null && position().topic().equals(Topics.CANARIES) ? CanaryRun.parse(text(name)) : null;
    }

    /// A canary meets the rules like any event, and leaves no trace among the real ones.
    private void canary(Record<byte[], byte[]> input, EventHeaders headers, CanaryRun run) {
        var event = new MatchedEvent(
                activeRules(), headers, input.value(), position(), null, run, parts.metrics(), parts.clock());
        try {
            activeEvaluator().evaluate(event.logSource(), input.value(), event);
        } catch (MalformedEventException | RuntimeException e) {
            // its rule stays unproven, which is told
            LOG.warnf(e, "a canary could not be evaluated ruleId=%s", run.ruleId());
            return;
        }
        Headers none = new RecordHeaders();
        for (var outcome : event.findings()) {
            Proof proof = SelfTesting.proof(outcome.rule(), run, outcome.finding());
            forward(run.ruleId(), Target.PROOF, proof.toBytes(), input.timestamp(), none);
        }
        signal(event, Instant.EPOCH, input.timestamp(), none);
        report(event, input.timestamp(), none);
    }

    private void unreadable(
            Record<byte[], byte[]> input, @Nullable EventHeaders headers, String reason, String detail) {
        RecordMetadata position = position();
        var rejected = Rejection.of(
                input,
                headers,
                reason,
                detail,
                position.partition(),
                position.offset(),
                parts.clock().instant());
        ledger.add(rejected.headers().sourceId(), new LedgerEntry(0, 0, 1, 0, 0, 0));
        Headers out = new RecordHeaders();
        rejected.headers().toMap().forEach(out::add);
        forward(rejected.key(), Target.QUARANTINE, rejected.value(), input.timestamp(), out);
    }

    private void forward(String key, Target target, byte[] value, long timestamp, Headers headers) {
        context.forward(new Record<>(key, new Outgoing(target, value), Math.max(0, timestamp), headers));
    }

    /// The rule set may be replaced at any time; an evaluator belongs to one rule set and one thread.
    private EventEvaluator activeEvaluator() {
        RuleSet active = activeRules();
        if (evaluator == null || rules != active) {
            rules = active;
            evaluator = parts.evaluators().apply(active);
        }
        return evaluator;
    }

    private RuleSet activeRules() {
        return parts.rules().get();
    }

    private RecordMetadata position() {
        return context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("Kafka Streams gave a record without its position"));
    }

    private static Headers trace(@Nullable String traceParent) {
        Headers headers = new RecordHeaders();
        if (traceParent != null) {
            headers.add(EventHeaders.TRACEPARENT, traceParent.getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    static byte @Nullable [] lastValue(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }

    static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /// The message names the header, then after a colon its value, which a quarantine header must not repeat.
    private static String withoutValue(IllegalArgumentException problem) {
        String message = String.valueOf(problem.getMessage());
        int colon = message.indexOf(": ");
        return colon < 0 ? message : message.substring(0, colon);
    }
}
