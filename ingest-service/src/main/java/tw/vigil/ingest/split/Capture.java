package tw.vigil.ingest.split;

import java.util.Arrays;

/// The bytes of the record being read: all of them up to the limit, and how many there were in all.
final class Capture {
    private static final int INITIAL_BYTES = 4096;

    private final int limit;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int held;
    private long size;

    Capture(int limit) {
        this.limit = limit;
    }

    void clear() {
        held = 0;
        size = 0;
    }

    void add(int b) {
        size++;
        if (held < limit) {
            if (held == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min((long) bytes.length * 2, limit));
            }
            bytes[held++] = (byte) b;
        }
    }

    boolean overflowed() {
        return size > limit;
    }

    long size() {
        return size;
    }

    byte[] bytes(int atMost) {
        return Arrays.copyOf(bytes, Math.min(held, atMost));
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, held);
    }
}
