package tw.vigil.sigma.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tw.vigil.sigma.project.Words;

/// Finds texts by their UTF-8 bytes. Immutable.
final class TextTable {

    static final int ABSENT = -1;

    private final byte[][] texts;
    private final long[] hashes;
    private final int[] slots;

    /// @param texts different ones; the place in the list is what a search finds
    TextTable(List<String> texts) {
        this.texts = new byte[texts.size()][];
        this.hashes = new long[texts.size()];
        this.slots = new int[Integer.highestOneBit(Math.max(1, texts.size())) * 4];
        Arrays.fill(slots, ABSENT);
        for (int i = 0; i < texts.size(); i++) {
            byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
            this.texts[i] = bytes;
            hashes[i] = Words.hash(bytes, 0, bytes.length);
            int slot = (int) hashes[i] & (slots.length - 1);
            while (slots[slot] != ABSENT) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i;
        }
    }

    int find(byte[] in, int from, int to) {
        long hash = Words.hash(in, from, to);
        int slot = (int) hash & (slots.length - 1);
        while (slots[slot] != ABSENT) {
            int found = slots[slot];
            if (hashes[found] == hash && Arrays.equals(texts[found], 0, texts[found].length, in, from, to)) {
                return found;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return ABSENT;
    }
}
