package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.QuarantineHeaders;

/// A record that could not be read, as it goes to quarantine.
@SuppressWarnings("ArrayRecordComponent") // passed on within one task, never compared
record Rejection(String key, byte[] value, QuarantineHeaders headers) {
    static final String UNKNOWN_SOURCE = "unknown";
    static final String UNKNOWN_SIGNAL = "unknown_signal";

    /// Together with the headers this stays below the 1 MiB that a broker takes by default.
    private static final int MAX_VALUE_BYTES = 900 * 1024;

    static Rejection of(
            Record<byte[], byte[]> input,
            @Nullable EventHeaders headers,
            String reason,
            String detail,
            int partition,
            long offset,
            Instant now) {
        byte[] value = input.value() == null ? new byte[0] : input.value();
        String sourceId = MatchProcessor.text(MatchProcessor.lastValue(input.headers(), "ce_sourceid"));
        String key = input.key() == null ? Sha256.hex(value) : new String(input.key(), StandardCharsets.UTF_8);
        return of(
                key,
                value,
                reason,
                detail,
                sourceId == null || sourceId.isEmpty() ? UNKNOWN_SOURCE : sourceId,
                "partition " + partition + " offset " + offset,
                headers == null ? now : headers.receivedTime());
    }

    /// A record between the two stages that cannot be read.
    ///
    /// @param detail what is wrong, never a value out of the record
    static Rejection ofSignal(Record<String, byte[]> input, String detail, int partition, long offset, Instant now) {
        byte[] value = input.value() == null ? new byte[0] : input.value();
        String key = input.key() == null ? Sha256.hex(value) : input.key();
        String position = "signals partition " + partition + " offset " + offset;
        return of(key, value, UNKNOWN_SIGNAL, detail, UNKNOWN_SOURCE, position, now);
    }

    private static Rejection of(
            String key,
            byte[] value,
            String reason,
            String detail,
            String sourceId,
            String position,
            Instant received) {
        boolean tooLarge = value.length > MAX_VALUE_BYTES;
        var quarantine = new QuarantineHeaders(
                reason,
                detail,
                "evaluate",
                sourceId,
                position,
                received,
                Sha256.hex(value),
                Map.of(),
                tooLarge ? (long) value.length : null);
        return new Rejection(key, tooLarge ? Arrays.copyOf(value, MAX_VALUE_BYTES) : value, quarantine);
    }
}
