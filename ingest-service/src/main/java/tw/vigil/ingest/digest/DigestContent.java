package tw.vigil.ingest.digest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/// The uncompressed content of a digest object, bounded.
final class DigestContent {
    /// About 50,000 log files in an hour of one region.
    static final int LARGEST_BYTES = 16 << 20;

    private DigestContent() {}

    /// @param content gzip or plain
    static byte[] plain(byte[] content) throws UnreadableDigestException {
        boolean gzip = content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b;
        if (!gzip) {
            return bounded(content);
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return bounded(unzipped.readNBytes(LARGEST_BYTES + 1));
        } catch (IOException _) {
            throw new UnreadableDigestException("its gzip is damaged or cut");
        }
    }

    private static byte[] bounded(byte[] plain) throws UnreadableDigestException {
        if (plain.length > LARGEST_BYTES) {
            throw new UnreadableDigestException("it is larger than " + LARGEST_BYTES + " bytes");
        }
        return plain;
    }
}
