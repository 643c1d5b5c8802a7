package tw.vigil.ingest.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tw.vigil.ingest.record.JsonRecord;

/// A source whose records are lines of text. Each becomes a JSON event, which keeps the line; the hash in the
/// headers is of the line as received.
public interface LineSource extends Source {

    /// What became of a line.
    ///
    /// @param event the JSON event that is written to Kafka when the line is accepted
    @SuppressWarnings("ArrayRecordComponent")
    record Converted(byte[] event, Reading reading) {

        /// A line that is none of the source's.
        public static Converted rejected(String reason, String detail) {
            return new Converted(new byte[0], new Reading.Rejected(reason, detail));
        }

        /// A line that became this event.
        public static Converted accepted(String event, Reading.Audit audit) {
            return new Converted(event.getBytes(StandardCharsets.UTF_8), audit);
        }
    }

    /// Reads one line.
    ///
    /// @param line without its line break; of a JSON object all of its bytes
    /// @param received when it came in, for times that name no year
    Converted readLine(byte[] line, ConfiguredSource settings, Instant received);

    @Override
    default Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        return readLine(record.bytes(), settings, Instant.now()).reading();
    }
}
