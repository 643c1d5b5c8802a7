package tw.vigil.ingest.intake;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a transport knows of a stream beside its bytes.
///
/// @param recordField name of the top-level field that holds the record where a shipper wrapped each one; null when
/// they
///   come as the vendor wrote them
/// @param hints what the transport says of the records; see [tw.vigil.ingest.record.JsonRecord#hint]
/// @param patience how long the sender waits for Kafka at most, where that is less than usual
/// @param trace the span that caused it
public record Arrival(
        Format format, @Nullable String recordField, Map<String, String> hints, Duration patience, Context trace) {
    private static final Duration USUAL = Duration.ofDays(1);

    public Arrival {
        hints = Map.copyOf(hints);
    }

    /// Nothing is known but the form.
    public static Arrival of(Format format, Context trace) {
        return new Arrival(format, null, Map.of(), USUAL, trace);
    }

    public Arrival inField(@Nullable String field) {
        return new Arrival(format, field, hints, patience, trace);
    }

    public Arrival with(Map<String, String> others) {
        return new Arrival(format, recordField, others, patience, trace);
    }

    public Arrival within(Duration other) {
        return new Arrival(format, recordField, hints, other, trace);
    }
}
