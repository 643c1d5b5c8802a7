package tw.vigil.ingest.body;

import java.io.IOException;
import java.io.InputStream;

/// Counts what is read and refuses more than the limit. `available` looks ahead, so that a reader which asks it for
/// "is there more" (as [java.util.zip.GZIPInputStream] does between members) is never told no while there is.
final class CountedStream extends InputStream {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InputStream in;
    private final long limit;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private long count;

    CountedStream(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    long count() {
        return count;
    }

    /// Whether the next bytes are these; consumes nothing.
    boolean startsWith(int first, int second) throws IOException {
        while (filled < 2) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read <= 0) {
                return false;
            }
            filled += read;
        }
        return (buffer[0] & 0xff) == first && (buffer[1] & 0xff) == second;
    }

    @Override
    public int available() throws IOException {
        return fill() ? filled - next : 0;
    }

    @Override
    public int read() throws IOException {
        if (!fill()) {
            return -1;
        }
        counted(1);
        return buffer[next++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int taken = Math.min(length, filled - next);
        System.arraycopy(buffer, next, target, offset, taken);
        next += taken;
        counted(taken);
        return taken;
    }

    private boolean fill() throws IOException {
        if (next == filled) {
            int read = in.read(buffer, 0, buffer.length);
            if (read <= 0) {
                return false;
            }
            next = 0;
            filled = read;
        }
        return true;
    }

    private void counted(int bytes) throws LimitExceededException {
        count += bytes;
        if (count > limit) {
            throw new LimitExceededException("the body is larger than " + limit + " bytes; send it in smaller pieces");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
