package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.QuarantineHeaders;

/// A record that could not be read, as it goes to quarantine.
@SuppressWarnings("ArrayRecordComponent") // passed on within one task, never compared
record Rejection(String key, byte[] value, QuarantineHeaders headers) {
    static final String UNKNOWN_SOURCE = "unknown";

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
        boolean tooLarge = value.length > MAX_VALUE_BYTES;
        byte[] kept = tooLarge ? Arrays.copyOf(value, MAX_VALUE_BYTES) : value;
        String sourceId = MatchProcessor.text(MatchProcessor.lastValue(input.headers(), "ce_sourceid"));
        String hash = Sha256.hex(value);
        var quarantine = new QuarantineHeaders(
                reason,
                detail,
                "evaluate",
                sourceId == null || sourceId.isEmpty() ? UNKNOWN_SOURCE : sourceId,
                "partition " + partition + " offset " + offset,
                headers == null ? now : headers.receivedTime(),
                hash,
                tooLarge ? (long) value.length : null);
        String key = input.key() == null ? hash : new String(input.key(), StandardCharsets.UTF_8);
        return new Rejection(key, kept, quarantine);
    }
}
