package tw.vigil.ingest.quarantine;

import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.publish.Batch;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.EventLog;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.source.ConfiguredSource;

/// Writes a record of `vigil.events` there once more: key, value and headers as they were.
@ApplicationScoped
class Republisher {
    private final EventLog log;
    private final Ledger ledger;

    Republisher(EventLog log, Ledger ledger) {
        this.log = log;
        this.ledger = ledger;
    }

    void publish(ConsumerRecord<String, byte @Nullable []> original, ConfiguredSource source)
            throws BusyException, KafkaUnavailableException {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (Header header : original.headers()) {
            if (!header.key().equals(EventHeaders.TRACEPARENT) && header.value() != null) {
                headers.put(header.key(), header.value());
            }
        }
        byte[] value = original.value();
        Instant received = Instant.now();
        Instant event = time(headers, received);
        Batch batch = log.open(Context.current());
        batch.event(
                original.key(),
                value == null ? new byte[0] : value,
                headers,
                () -> ledger.accepted(source, event, received));
        batch.await();
    }

    private static Instant time(Map<String, byte[]> headers, Instant otherwise) {
        try {
            return EventHeaders.from(headers::get).time();
        } catch (IllegalArgumentException | DateTimeException _) {
            return otherwise;
        }
    }
}
