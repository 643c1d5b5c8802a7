package tw.vigil.ingest.body;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The plain bytes of a request or file. Gzip is known by its first two bytes, whatever the sender declares.
/// A damaged gzip ends the stream where the damage begins and leaves a note in [#damage()].
public final class Body extends InputStream {
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    /// Small inputs may compress better than the ratio allows; nothing is gained by refusing them.
    private static final long RATIO_FROM_BYTES = 1L << 20;

    private final CountedStream sent;
    private final InputStream plain;
    private final BodyLimits limits;
    private final boolean gzip;
    private final MessageDigest sha256 = digest();
    private long unzipped;
    private @Nullable String damage;

    public Body(InputStream in, BodyLimits limits) throws IOException {
        this.limits = limits;
        sent = new CountedStream(in, limits.bytes());
        gzip = sent.startsWith(MAGIC_1, MAGIC_2);
        plain = gzip ? unzip() : sent;
    }

    /// What was wrong with the compression, or null.
    public @Nullable String damage() {
        return damage;
    }

    /// Lower-case hex SHA-256 of the plain bytes read so far: of all of them once the stream has ended. Asked for once.
    public String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /// How many bytes decompression has made so far.
    public long unzipped() {
        return unzipped;
    }

    private InputStream unzip() throws IOException {
        try {
            return new GZIPInputStream(sent, 32 * 1024);
        } catch (EOFException | ZipException _) {
            damage = "the gzip header is damaged";
            return InputStream.nullInputStream();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = readPlain(target, offset, length);
        if (read > 0) {
            sha256.update(target, offset, read);
        }
        return read;
    }

    private int readPlain(byte[] target, int offset, int length) throws IOException {
        if (!gzip) {
            return plain.read(target, offset, length);
        }
        if (damage != null) {
            return -1;
        }
        try {
            int read = plain.read(target, offset, length);
            if (read > 0) {
                unzipped += read;
                check();
            }
            return read;
        } catch (EOFException | ZipException _) {
            damage = "the gzip data is damaged or cut after " + unzipped + " bytes of content";
            return -1;
        }
    }

    private void check() throws LimitExceededException {
        if (unzipped > limits.unzippedBytes()) {
            throw new LimitExceededException(
                    "the body unzips to more than " + limits.unzippedBytes() + " bytes; send it in smaller pieces");
        }
        if (unzipped > RATIO_FROM_BYTES && unzipped / limits.ratio() > sent.count()) {
            throw new LimitExceededException(
                    "the body unzips to more than " + limits.ratio() + " times its size; send it uncompressed");
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
