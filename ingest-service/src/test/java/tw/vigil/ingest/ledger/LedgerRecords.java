package tw.vigil.ingest.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// Records of one partition for tests of the ledger, and its settings.
final class LedgerRecords {
    static final Instant NOON = Instant.parse("2026-08-20T12:00:00Z");

    private LedgerRecords() {}

    static LedgerConfig config(int window) {
        return new LedgerConfig() {
            @Override
            public Duration flushInterval() {
                return Duration.ofMillis(200);
            }

            @Override
            public Duration retention() {
                return Duration.ofDays(8);
            }

            @Override
            public Duration lateAfter() {
                return Duration.ofMinutes(20);
            }

            @Override
            public int duplicateWindow() {
                return window;
            }
        };
    }

    static ConsumerRecord<byte @Nullable [], byte @Nullable []> record(
            String topic, long offset, String key, Instant arrival, Map<String, String> headers) {
        var kafkaHeaders = new RecordHeaders();
        headers.forEach((name, value) -> kafkaHeaders.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                arrival.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                new byte[0],
                kafkaHeaders,
                Optional.empty());
    }
}
