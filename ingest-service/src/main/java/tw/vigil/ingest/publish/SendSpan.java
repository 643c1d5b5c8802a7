package tw.vigil.ingest.publish;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// One span for all records of a batch, as OpenTelemetry's conventions for messaging have it for sending in batches: a
/// span for each record would cost more than the record. Used by one thread.
final class SendSpan {
    private static final String SCOPE = "tw.vigil.ingest";

    private final Span span;
    private final Map<String, byte[]> headers = new HashMap<>();

    /// @param cause the span that the batch belongs to
    SendSpan(OpenTelemetry telemetry, Context cause) {
        span = telemetry
                .getTracer(SCOPE)
                .spanBuilder("send")
                .setParent(cause)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "send")
                .startSpan();
        telemetry.getPropagators().getTextMapPropagator().inject(cause.with(span), headers, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.put(name, value.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /// What a record carries of it: `traceparent` and what else is propagated.
    Map<String, byte[]> headers() {
        return headers;
    }

    void end(int records, StatusCode status) {
        span.setAttribute("messaging.batch.message_count", records);
        span.setStatus(status);
        span.end();
    }
}
