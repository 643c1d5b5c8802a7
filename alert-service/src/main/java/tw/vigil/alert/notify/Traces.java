package tw.vigil.alert.notify;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The W3C `traceparent` of a context and back.
final class Traces {
    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private Traces() {}

    static @Nullable String current() {
        return of(Context.current());
    }

    static @Nullable String of(Context context) {
        var carrier = new HashMap<String, String>();
        PROPAGATOR.inject(context, carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return carrier.get(TRACEPARENT);
    }

    static Context context(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : PROPAGATOR.extract(Context.root(), Map.of(TRACEPARENT, traceparent), GETTER);
    }
}
