package tw.vigil.ingest.split;

/// A piece of the input: what the splitter holds for one record.
public sealed interface Slice {

    /// The bytes, exactly as they lay in the input; of a broken record that is too large, its beginning.
    byte[] bytes();

    /// Where it lay: `record 3` of a batch, `line 17` of a sequence.
    String position();

    /// One value whose brackets and quotes are balanced as far as the splitter can tell; not yet checked.
    ///
    /// @param batched whether it was an element of a batch
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] bytes, String position, boolean batched) implements Slice {}

    /// A line of text, without its line break.
    @SuppressWarnings("ArrayRecordComponent")
    record Line(byte[] bytes, String position) implements Slice {}

    /// What is no whole record.
    ///
    /// @param size in bytes, also where `bytes` is cut
    /// @param reason stable code
    /// @param detail what is wrong and what is accepted
    @SuppressWarnings("ArrayRecordComponent")
    record Broken(byte[] bytes, long size, String position, String reason, String detail) implements Slice {}
}
