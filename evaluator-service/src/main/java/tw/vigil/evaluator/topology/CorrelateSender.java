package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;

/// What the correlate stage sends: findings, signals of one rule to another, and what it could not read.
final class CorrelateSender {
    private static final Logger LOG = Logger.getLogger(CorrelateSender.class);

    private final ProcessorContext<String, Outgoing> context;
    private final Clock clock;
    private final FindingWriter writer = new FindingWriter();
    private boolean unknownSignalLogged;

    CorrelateSender(ProcessorContext<String, Outgoing> context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    void finding(Finding finding, @Nullable String traceParent) {
        long timestamp = finding.times().evaluated().toEpochMilli();
        forward(finding.findingId(), Target.FINDING, writer.write(finding), timestamp, trace(traceParent));
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
