package tw.vigil.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.quarantine.QuarantineReader;
import tw.vigil.ingest.quarantine.QuarantinedRecord;
import tw.vigil.ingest.quarantine.Replays;

/// What the quarantine's API takes and gives.
final class QuarantineAnswers {
    /// How much of a record is shown.
    private static final int SHOWN_BYTES = 64 * 1024;

    private static final int MOST_IDS = 100;

    private QuarantineAnswers() {}

    /// Which records to send again: these ids, or those of a source or reason.
    ///
    /// @param limit at most so many; 100 when absent
    /// @param again also those that were sent again before
    record ReplayOrder(
            @Nullable List<String> ids,
            @Nullable String source,
            @Nullable String reason,
            @Nullable String since,
            @Nullable Integer limit,
            boolean again) {
        int most() {
            return limit == null ? 100 : limit;
        }

        /// @throws IllegalArgumentException when it names nothing, or what is no id
        List<QuarantinedRecord.Id> places() {
            if (ids == null || ids.isEmpty()) {
                if (source == null && reason == null) {
                    throw new IllegalArgumentException("name ids, or a source, or a reason");
                }
                return List.of();
            }
            if (ids.size() > MOST_IDS) {
                throw new IllegalArgumentException("at most " + MOST_IDS + " ids");
            }
            return ids.stream().map(ReplayOrder::place).toList();
        }

        private static QuarantinedRecord.Id place(String id) {
            var place = QuarantinedRecord.Id.of(id);
            if (place == null) {
                throw new IllegalArgumentException("an id is <partition>-<offset>, for example 2-17");
            }
            return place;
        }
    }

    /// @param complete false when there is more than was looked through or asked for
    record Listed(boolean complete, List<Rejected> records) {}

    /// @param bytes size of what is kept
    /// @param truncatedFrom size of the record where it was too large to be kept whole
    /// @param replayed when and by whom it was sent again, and to what end
    /// @param content the bytes, at most 64 KiB of them; base64
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // written out, never compared
    record Rejected(
            String id,
            Instant at,
            String source,
            String reason,
            String detail,
            String stage,
            String position,
            String key,
            String rawSha256,
            int bytes,
            @Nullable Long truncatedFrom,
            Replays.@Nullable Note replayed,
            byte @Nullable [] content) {}

    static Listed list(QuarantineReader.Found found, Replays replays) {
        return new Listed(
                found.complete(),
                found.records().stream()
                        .map(record -> rejected(record, replays, null))
                        .toList());
    }

    static Rejected whole(QuarantinedRecord record, Replays replays) {
        byte[] bytes = record.bytes();
        return rejected(record, replays, bytes.length > SHOWN_BYTES ? Arrays.copyOf(bytes, SHOWN_BYTES) : bytes);
    }

    private static Rejected rejected(QuarantinedRecord record, Replays replays, byte @Nullable [] content) {
        var headers = record.headers();
        return new Rejected(
                record.id().toString(),
                record.at(),
                headers.sourceId(),
                headers.reason(),
                headers.detail(),
                headers.stage(),
                headers.position(),
                record.key(),
                headers.rawSha256(),
                record.bytes().length,
                headers.truncatedFrom(),
                replays.of(record.id()),
                content);
    }
}
