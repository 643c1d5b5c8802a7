package tw.vigil.ingest.intake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of one request or file; every record in it is in Kafka.
///
/// @param control messages of the delivery about itself, such as probes; received = accepted + quarantined +
///   control
/// @param problems of the first quarantined records
/// @param refused why the rest was not read, or null when all was
/// @param contentSha256 lower-case hex SHA-256 of the content after decompression; null when it was not read to its
///   end
public record Receipt(
        long received,
        long accepted,
        long quarantined,
        long control,
        List<Problem> problems,
        @JsonIgnore @Nullable String refused,
        @JsonIgnore @Nullable String contentSha256) {
    public Receipt {
        problems = List.copyOf(problems);
    }

    /// @param position where the record lay
    /// @param reason stable code
    /// @param detail what is wrong and what is accepted
    public record Problem(String position, String reason, String detail) {}
}
