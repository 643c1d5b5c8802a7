package tw.vigil.evaluator.topology;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Writes the fields of an internal record one after the other; [FieldReader] reads them in the same order.
/// Internal records are bytes, not JSON: a copy of a JSON event inside JSON would double every quote, on every
/// signal.
final class FieldWriter {
    private static final int ABSENT = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final DataOutputStream out = new DataOutputStream(bytes);

    /// @param version of the record's form, read back by [FieldReader#FieldReader]
    FieldWriter(int version) {
        number(version);
    }

    FieldWriter number(long value) {
        try {
            out.writeLong(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FieldWriter text(@Nullable String value) {
        return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    FieldWriter bytes(byte @Nullable [] value) {
        try {
            if (value == null) {
                out.writeInt(ABSENT);
            } else {
                out.writeInt(value.length);
                out.write(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FieldWriter texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    FieldWriter map(SortedMap<String, String> values) {
        number(values.size());
        values.forEach((name, value) -> text(name).text(value));
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
