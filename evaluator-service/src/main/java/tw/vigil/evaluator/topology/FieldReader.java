package tw.vigil.evaluator.topology;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads what [FieldWriter] wrote.
final class FieldReader {
    private final ByteBuffer buffer;
    private final long version;

    /// @throws IllegalArgumentException when the bytes are of another version
    FieldReader(byte[] bytes, int version) {
        this(bytes, version, version);
    }

    /// @throws IllegalArgumentException when the bytes are of none of the versions from `oldest` to `newest`
    FieldReader(byte[] bytes, int oldest, int newest) {
        this.buffer = ByteBuffer.wrap(bytes);
        this.version = number();
        if (version < oldest || version > newest) {
            throw new IllegalArgumentException("internal record of version " + version + ", expected " + newest);
        }
    }

    long version() {
        return version;
    }

    long number() {
        try {
            return buffer.getLong();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("internal record ends early", e);
        }
    }

    String text() {
        String value = optionalText();
        if (value == null) {
            throw new IllegalArgumentException("internal record lacks a mandatory text");
        }
        return value;
    }

    @Nullable
    String optionalText() {
        byte[] value = optionalBytes();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    byte @Nullable [] optionalBytes() {
        try {
            int length = buffer.getInt();
            if (length < 0) {
                return null;
            }
            byte[] value = new byte[Math.min(length, buffer.remaining())];
            buffer.get(value);
            if (value.length < length) {
                throw new IllegalArgumentException("internal record ends early");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("internal record ends early", e);
        }
    }

    List<String> texts() {
        long size = number();
        List<String> values = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            values.add(text());
        }
        return values;
    }

    SortedMap<String, String> map() {
        long size = number();
        SortedMap<String, String> values = new TreeMap<>();
        for (long i = 0; i < size; i++) {
            values.put(text(), text());
        }
        return values;
    }
}
