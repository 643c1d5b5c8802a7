package tw.vigil.evaluator.topology;

import io.opentelemetry.api.trace.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleSet;

/// The match stage: every record becomes exactly one of *evaluated*, *duplicate* and *unreadable* in the ledger. No
/// record stops the stream; what it leads to is collected first and sent only when all rules have spoken.
final class MatchProcessor implements Processor<byte[], byte[], String, Outgoing> {
    private final DetectionTopology.Parts parts;
    private final EvaluateSpans spans;
    private final FindingWriter writer = new FindingWriter();
    private final RuleErrors ruleErrors;

    private ProcessorContext<String, Outgoing> context;
    private Ledger ledger;
    private SeenEvents seen;
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
        WindowStore<Bytes, byte[]> identities = taskContext.getStateStore(DetectionTopology.SEEN);
        long period = parts.settings().duplicateRetention().toMillis();
        seen = new SeenEvents(identities, period, ledger.newestReceived());
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
        long received = headers.receivedTime().toEpochMilli();
        Bytes identity = SeenEvents.key(headers.id());
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
                activeRules(), headers, input.value(), position(), traceParent, parts.metrics(), parts.clock());
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
        int findings = event.findings().size();
        ledger.add(headers.sourceId(), new LedgerEntry(1, 0, 0, findings, newestEvent, received));
        send(input, event, headers, traceParent);
        parts.metrics().evaluated(headers.receivedTime(), parts.clock().instant());
    }

    private void send(
            Record<byte[], byte[]> input, MatchedEvent event, EventHeaders headers, @Nullable String traceParent) {
        Headers trace = trace(traceParent);
        for (var finding : event.findings()) {
            forward(finding.findingId(), Target.FINDING, writer.write(finding), input.timestamp(), trace);
        }
        Instant newest = Instant.ofEpochMilli(ledger.newestEvent(headers.sourceId()));
        for (var signal : event.signals(newest)) {
            String key = Groups.key(signal.correlationId(), signal.group());
            forward(key, Target.SIGNAL, signal.toBytes(), input.timestamp(), trace);
        }
        event.errors().forEach((rule, cause) -> {
            Finding report = ruleErrors.report(rule, cause, event.plainCopy());
            if (report != null) {
                forward(report.findingId(), Target.FINDING, writer.write(report), input.timestamp(), trace);
            }
        });
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
