package tw.vigil.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryRedactionTest {
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");

    @Test
    void queryOfARequestIsKeptOutOfItsSpan() {
        assertThat(queryOf("key=secret")).isEqualTo("redacted");
        assertThat(queryOf(null)).isNull();
    }

    private static @Nullable String queryOf(@Nullable String query) {
        try (var tracing = SdkTracerProvider.builder()
                .addSpanProcessor(new QueryRedaction())
                .build()) {
            var builder = tracing.get("test").spanBuilder("POST /v1/hooks/{source}");
            if (query != null) {
                builder.setAttribute(QUERY, query);
            }
            Span span = builder.startSpan();
            span.end();
            return ((ReadableSpan) span).getAttribute(QUERY);
        }
    }
}
