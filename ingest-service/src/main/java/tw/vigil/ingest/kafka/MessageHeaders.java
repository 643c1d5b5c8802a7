package tw.vigil.ingest.kafka;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Format;

/// What the headers of a foreign message say.
///
/// @param texts by name in lower case; those that are short, and not too many
record MessageHeaders(Map<String, String> texts) {
    private static final int MOST = 32;
    private static final int LONGEST = 1024;
    private static final String CLOUD_EVENTS = "application/cloudevents";

    MessageHeaders {
        texts = Map.copyOf(texts);
    }

    static MessageHeaders of(Headers headers) {
        var texts = new HashMap<String, String>();
        for (Header header : headers) {
            if (texts.size() < MOST && header.value() != null && header.value().length <= LONGEST) {
                texts.put(header.key().toLowerCase(Locale.ROOT), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new MessageHeaders(texts);
    }

    /// The span that wrote the message, or the root context.
    Context trace() {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), texts, new TextMapGetter<>() {
            @Override
            public Iterable<String> keys(Map<String, String> carrier) {
                return carrier.keySet();
            }

            @Override
            public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
                return carrier == null ? null : carrier.get(key);
            }
        });
    }

    /// A CloudEvent in structured mode says so; whatever else the content type says is told from the bytes.
    Format format(Format configured) {
        return texts.getOrDefault("content-type", "").startsWith(CLOUD_EVENTS) ? Format.CLOUD_EVENTS : configured;
    }
}
