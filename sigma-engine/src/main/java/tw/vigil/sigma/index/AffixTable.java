package tw.vigil.sigma.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// Finds all texts that a value begins (or ends) with, in one pass over as many bytes as the longest text has.
/// Immutable.
final class AffixTable {

    private static final int EMPTY = -1;
    private static final int PRIME = 0x0100_0193;
    private static final int SPREAD = 0x9E37_79B1;
    private static final int BITS_PER_TEXT = 32;
    private static final int OFFSET = 0x811C_9DC5;

    private final boolean fromEnd;
    private final boolean[] lengths;
    private final byte[][] texts;
    private final int[] hashes;
    private final int[] slots;
    /// Whether any text has such a hash: mostly not, and this stays in the nearest cache.
    private final long[] filed;

    private final int shift;

    /// @param texts different ones; the place in the list is what a search finds
    AffixTable(List<String> texts, boolean fromEnd) {
        this.fromEnd = fromEnd;
        List<byte[]> encoded = new ArrayList<>();
        texts.forEach(text -> encoded.add(text.getBytes(StandardCharsets.UTF_8)));
        this.texts = encoded.toArray(byte[][]::new);
        this.hashes = new int[texts.size()];
        this.slots = new int[Integer.highestOneBit(Math.max(1, texts.size())) * 4];
        this.lengths =
                new boolean[encoded.stream().mapToInt(text -> text.length).max().orElse(0) + 1];
        this.shift = Integer.numberOfLeadingZeros(Math.max(2, texts.size()) * BITS_PER_TEXT - 1);
        this.filed = new long[1 << Math.max(0, 32 - shift - 6)];
        Arrays.fill(slots, EMPTY);
        for (int i = 0; i < this.texts.length; i++) {
            byte[] text = this.texts[i];
            lengths[text.length] = true;
            hashes[i] = hash(text);
            int bit = bit(hashes[i]);
            filed[bit >>> 6] |= 1L << bit;
            int slot = slot(hashes[i]);
            while (slots[slot] != EMPTY) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i;
        }
    }

    private int hash(byte[] text) {
        int hash = OFFSET;
        for (int i = 0; i < text.length; i++) {
            hash = (hash ^ text[fromEnd ? text.length - 1 - i : i]) * PRIME;
        }
        return hash;
    }

    private int bit(int hash) {
        return (hash * SPREAD) >>> shift;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }

    void find(byte[] in, int from, int to, IntConsumer found) {
        int hash = OFFSET;
        int longest = Math.min(to - from, lengths.length - 1);
        for (int length = 1; length <= longest; length++) {
            hash = (hash ^ in[fromEnd ? to - length : from + length - 1]) * PRIME;
            int bit = bit(hash);
            if (lengths[length] && (filed[bit >>> 6] >>> bit & 1) != 0) {
                probe(hash, in, fromEnd ? to - length : from, length, found);
            }
        }
    }

    private void probe(int hash, byte[] in, int from, int length, IntConsumer found) {
        int slot = slot(hash);
        while (slots[slot] != EMPTY) {
            int text = slots[slot];
            if (hashes[text] == hash && Arrays.equals(texts[text], 0, texts[text].length, in, from, from + length)) {
                found.accept(text);
                return;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }
}
