package tw.vigil.ingest.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;

/// The last so many record keys of one partition, by 8 bytes of their SHA-256: two different keys among 20,000 are
/// taken for one with a chance of 10^-11. About 70 bytes a key. Not thread-safe.
final class RecentKeys {
    private final int most;
    private final LinkedHashSet<Long> keys;
    private final MessageDigest sha256;

    RecentKeys(int most) {
        this.most = most;
        keys = new LinkedHashSet<>();
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Takes a key.
    ///
    /// @return whether it was among them already
    boolean seen(byte[] key) {
        Long hash = ByteBuffer.wrap(sha256.digest(key)).getLong();
        // Seen again it counts as recent again.
        boolean again = keys.remove(hash);
        keys.addLast(hash);
        if (keys.size() > most) {
            keys.removeFirst();
        }
        return again;
    }
}
