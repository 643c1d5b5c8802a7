package tw.vigil.evaluator.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Writes the fields of an internal record one after the other; [FieldReader] reads them in the same order.
/// Internal records are bytes, not JSON: a copy of a JSON event inside JSON would double every quote, on every
/// signal.
final class FieldWriter {
    private static final int ABSENT = -1;

    private ByteBuffer buffer = ByteBuffer.allocate(256);

    /// @param version of the record's form, read back by [FieldReader#FieldReader]
    FieldWriter(int version) {
        number(version);
    }

    FieldWriter number(long value) {
        ensure(Long.BYTES);
        buffer.putLong(value);
        return this;
    }

    FieldWriter text(@Nullable String value) {
        return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    FieldWriter bytes(byte @Nullable [] value) {
        if (value == null) {
            ensure(Integer.BYTES);
            buffer.putInt(ABSENT);
        } else {
            ensure(Integer.BYTES + value.length);
            buffer.putInt(value.length).put(value);
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
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private void ensure(int more) {
        if (buffer.remaining() < more) {
            int size = Math.max(buffer.position() + more, 2 * buffer.capacity());
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(buffer.position());
        }
    }
}
