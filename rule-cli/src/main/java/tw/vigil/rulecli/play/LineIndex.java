package tw.vigil.rulecli.play;

import java.nio.charset.StandardCharsets;

/// The line of each event, by the hash of its identity: twelve bytes a slot, since a file may hold millions.
/// Two identities of one hash (one in 10^7 at a million events) would show the later line.
final class LineIndex {
    private static final int FIRST_SIZE = 1 << 12;

    private long[] hashes = new long[FIRST_SIZE];
    private int[] lines = new int[FIRST_SIZE];
    private int count;

    void put(String identity, int line) {
        if (count * 2 >= hashes.length) {
            grow();
        }
        put(hash(identity), line);
    }

    /// The line; the given one when the identity was never put.
    int line(String identity, int otherwise) {
        long hash = hash(identity);
        int at = slot(hash);
        return lines[at] == 0 ? otherwise : lines[at];
    }

    private void put(long hash, int line) {
        int at = slot(hash);
        count += lines[at] == 0 ? 1 : 0;
        hashes[at] = hash;
        lines[at] = line;
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int at = (int) (hash ^ (hash >>> 32)) & mask;
        while (lines[at] != 0 && hashes[at] != hash) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldLines = lines;
        hashes = new long[oldHashes.length * 2];
        lines = new int[oldLines.length * 2];
        count = 0;
        for (int i = 0; i < oldLines.length; i++) {
            if (oldLines[i] != 0) {
                put(oldHashes[i], oldLines[i]);
            }
        }
    }

    /// FNV-1a with a final mix.
    private static long hash(String identity) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : identity.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return (hash ^ (hash >>> 29)) * 0xbf58476d1ce4e5b9L;
    }
}
