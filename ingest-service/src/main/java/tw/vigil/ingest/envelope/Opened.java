package tw.vigil.ingest.envelope;

/// What was found in an envelope.
public sealed interface Opened {

    /// Records or further envelopes, as bytes that may be compressed.
    @SuppressWarnings("ArrayRecordComponent")
    record Contents(byte[] bytes, Origin origin) implements Opened {}

    /// A message of the delivery about itself, such as a probe: counted, and nothing more is to be done.
    ///
    /// @param kind stable code, for example `s3_test_event`
    record Control(String kind) implements Opened {}

    /// Nothing that can be taken.
    ///
    /// @param reason stable code, one of [Envelopes#REASONS]
    /// @param detail what is wrong and what is accepted; holds nothing out of the record
    record Refused(String reason, String detail) implements Opened {}
}
