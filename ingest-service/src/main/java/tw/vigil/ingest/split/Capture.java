package tw.vigil.ingest.split;

import java.util.Arrays;

/// The bytes of the record being read: all of them up to the limit, and how many there were in all.
final class Capture {
    private static final int INITIAL_BYTES = 4096;

    private final int limit;
    private byte[] bytes;
    private int held;
    private long size;

    Capture(int limit) {
        this.limit = limit;
        bytes = new byte[Math.min(INITIAL_BYTES, limit)];
    }

    void clear() {
        held = 0;
        size = 0;
    }

    void add(int b) {
        size++;
        if (held < limit) {
            makeRoom(1);
            bytes[held++] = (byte) b;
        }
    }

    void add(byte[] source, int offset, int length) {
        size += length;
        int kept = Math.min(length, limit - held);
        makeRoom(kept);
        System.arraycopy(source, offset, bytes, held, kept);
        held += kept;
    }

    private void makeRoom(int more) {
        if (held + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max((long) bytes.length * 2, held + more), limit));
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
