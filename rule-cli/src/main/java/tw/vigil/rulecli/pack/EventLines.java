package tw.vigil.rulecli.pack;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/// Opens a file of lines, gzip or not, told by its name.
public final class EventLines {
    private EventLines() {}

    public static BufferedReader open(Path file) throws IOException {
        return open(file, new AtomicLong());
    }

    /// @param read grows by the bytes read of the file as it lies on disk
    public static BufferedReader open(Path file, AtomicLong read) throws IOException {
        InputStream in = new CountedStream(Files.newInputStream(file), read);
        try {
            InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 65_536) : in;
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 65_536);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// Counts what passes.
    private static final class CountedStream extends FilterInputStream {
        private final AtomicLong count;

        CountedStream(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count.addAndGet(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            count.addAndGet(Math.max(0, got));
            return got;
        }
    }
}
