package tw.vigil.launcher.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into parts that end where a line ends. What lies before a fault of the stream is still given out; the
/// fault comes after it.
final class LineParts {

    private final InputStream in;
    private final int partBytes;
    private final int longestLine;
    private byte[] begun = new byte[0];
    private @Nullable IOException fault;

    /// @param partBytes about how large a part is
    /// @param longestLine how many bytes of one line are held in memory
    LineParts(InputStream in, int partBytes, int longestLine) {
        this.in = in;
        this.partBytes = partBytes;
        this.longestLine = longestLine;
    }

    /// The next whole lines, or the last one without an end; empty at the end.
    ///
    /// @throws IOException when the stream breaks, or a line is longer than allowed
    byte[] next() throws IOException {
        if (fault != null) {
            throw fault;
        }
        var bytes = new ByteArrayOutputStream(partBytes + begun.length);
        bytes.writeBytes(begun);
        begun = new byte[0];
        int wanted = partBytes;
        while (true) {
            boolean end = read(bytes, wanted);
            byte[] read = bytes.toByteArray();
            int cut = afterLastLine(read);
            if (cut > 0 && (!end || fault != null || cut < read.length)) {
                begun = fault == null ? Arrays.copyOfRange(read, cut, read.length) : begun;
                return Arrays.copyOf(read, cut);
            }
            if (fault != null) {
                throw fault;
            }
            if (end) {
                return read;
            }
            if (read.length > longestLine) {
                throw new IOException("a line is longer than %d MB".formatted(longestLine >> 20));
            }
            wanted = Math.min(partBytes, longestLine + 1 - read.length);
        }
    }

    /// Reads up to so many bytes.
    ///
    /// @return whether there is nothing more to read
    private boolean read(ByteArrayOutputStream bytes, int wanted) {
        var buffer = new byte[64 << 10];
        int left = wanted;
        try {
            while (left > 0) {
                int count = in.read(buffer, 0, Math.min(buffer.length, left));
                if (count < 0) {
                    return true;
                }
                bytes.write(buffer, 0, count);
                left -= count;
            }
            return false;
        } catch (IOException e) {
            fault = e;
            return true;
        }
    }

    private static int afterLastLine(byte[] bytes) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }
}
