package tw.vigil.ingest.digest;

import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.publish.KafkaUnavailableException;

/// What a transport of CloudTrail's buckets tells of each object, in whatever order they come. Both methods return when
/// Kafka holds what was told, so a transport acknowledges the message that named the object only then; telling the same
/// again changes nothing. What is found to be wrong becomes events of product `vigil`. Thread-safe.
public interface TrailIntegrity {

    /// A log file was taken in.
    ///
    /// @param contentSha256 lower-case hex SHA-256 of its uncompressed content, as
    ///   [tw.vigil.ingest.intake.Receipt#contentSha256()] has it
    /// @throws KafkaUnavailableException when Kafka did not acknowledge; to be told again
    void logFile(TrailObject file, String contentSha256) throws KafkaUnavailableException;

    /// A digest file was read. One that is no digest file is a finding, not an error of the transport.
    ///
    /// @param content as stored: gzip, or plain where the client unzipped it
    /// @param signature object metadata `x-amz-meta-signature`, hex; null when there is none
    /// @throws KafkaUnavailableException when Kafka did not acknowledge; to be told again
    void digest(TrailObject digest, byte[] content, @Nullable String signature) throws KafkaUnavailableException;
}
