package tw.vigil.evaluator.topology;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;

/// The span "evaluate": a child of the span that put the event on the topic, and the parent of what becomes of it.
final class EvaluateSpans {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapSetter<Map<String, String>> SETTER = (carrier, key, value) -> {
        if (carrier != null) {
            carrier.put(key, value);
        }
    };
    private static final TextMapGetter<String> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(EventHeaders.TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return EventHeaders.TRACEPARENT.equals(key) ? carrier : null;
        }
    };

    private final Tracer tracer;

    EvaluateSpans(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("tw.vigil.evaluator");
    }

    /// Starts the span, or gives null when the trace is not sampled or there is none: then an event costs two
    /// comparisons.
    @Nullable
    Span start(@Nullable String traceParent, String sourceId, String eventId) {
        if (traceParent == null || !sampled(traceParent)) {
            return null;
        }
        Context parent = W3C.extract(Context.root(), traceParent, GETTER);
        return tracer.spanBuilder("evaluate")
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("vigil.source_id", sourceId)
                .setAttribute("vigil.event_id", eventId)
                .startSpan();
    }

    /// The trace context for what follows: of the span, else the one that came in.
    static @Nullable String traceParent(@Nullable Span span, @Nullable String incoming) {
        if (span == null || !span.getSpanContext().isValid()) {
            return incoming;
        }
        Map<String, String> carrier = new HashMap<>();
        W3C.inject(Context.root().with(span), carrier, SETTER);
        return carrier.getOrDefault(EventHeaders.TRACEPARENT, incoming);
    }

    /// `00-<trace id>-<span id>-<flags>`: the lowest bit of the flags says "sampled".
    private static boolean sampled(String traceParent) {
        int flags = Character.digit(traceParent.charAt(traceParent.length() - 1), 16);
        return traceParent.length() >= 55 && (flags & 1) == 1;
    }
}
