package tw.vigil.ingest.protect;

import java.util.List;
import java.util.stream.Stream;

/// A record without values.
public final class ProtectedRecord {
    private final byte[] bytes;
    private final List<Found> found;

    ProtectedRecord(byte[] bytes, List<Found> found) {
        this.bytes = bytes;
        this.found = List.copyOf(found);
    }

    /// The same array as came in where nothing was found.
    public byte[] bytes() {
        return bytes;
    }

    public boolean changed() {
        return !found.isEmpty();
    }

    /// A later form of this record, and what was found in either.
    public ProtectedRecord and(ProtectedRecord later) {
        return new ProtectedRecord(
                later.bytes, Stream.concat(found.stream(), later.found.stream()).toList());
    }

    /// What was replaced, in the order of the record.
    List<Found> found() {
        return found;
    }
}
