package tw.vigil.ingest.quarantine;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.QuarantineHeaders;

/// A record of `vigil.quarantine`.
///
/// @param at when it was put there
/// @param key of an event that the evaluator could not read, its identity
/// @param bytes as rejected; cut where [QuarantineHeaders#truncatedFrom()] says so
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record QuarantinedRecord(Id id, Instant at, String key, QuarantineHeaders headers, byte[] bytes) {
    /// Where it lies; `2-17` is offset 17 of partition 2.
    public record Id(int partition, long offset) {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

        /// @return null when the text is none
        public static @Nullable Id of(String text) {
            Matcher id = FORM.matcher(text);
            return id.matches() ? new Id(Integer.parseInt(id.group(1)), Long.parseLong(id.group(2))) : null;
        }

        @Override
        public String toString() {
            return partition + "-" + offset;
        }
    }

    public boolean isCut() {
        return headers.truncatedFrom() != null;
    }

    @Override
    public String toString() {
        return "QuarantinedRecord[" + id + ", " + headers.reason() + ", " + bytes.length + " bytes]";
    }
}
