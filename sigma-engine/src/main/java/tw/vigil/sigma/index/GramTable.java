package tw.vigil.sigma.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import tw.vigil.sigma.project.Words;

/// Finds all texts of at least four bytes that a value contains. Each is filed under four bytes in a row of its own,
/// those that fewest other texts have; at each place of a value a small bitmap says whether any text is filed under
/// the four bytes there. Reads no byte twice in a chain, unlike an automaton, and stays in the nearest cache.
/// Immutable.
final class GramTable {

    static final int GRAM = 4;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SPREAD = 0x9E37_79B1;
    private static final int BITS_PER_ENTRY = 32;
    private static final int LEAST_BITS = 10;
    private static final int MOST_BITS = 20;
    private static final int NONE = -1;

    private final byte[][] texts;
    private final int[] numbers;
    private final int step;
    /// By entry: the text, where its four bytes are in it, and the next entry with the same place in `slots`.
    private final int[] entryText;

    private final int[] offsets;
    private final int[] next;
    private final int shift;
    private final long[] filed;
    private final int[] slots;

    /// @param texts different ones, of at least `GRAM + step - 1` bytes
    /// @param numbers what a search finds, for each text
    GramTable(List<String> texts, int[] numbers, int step) {
        this.texts = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.numbers = numbers;
        this.step = step;
        int entries = this.texts.length * step;
        this.entryText = new int[entries];
        this.offsets = new int[entries];
        this.next = new int[entries];
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, entries) * BITS_PER_ENTRY - 1);
        this.shift = 32 - Math.clamp(bits, LEAST_BITS, MOST_BITS);
        this.filed = new long[1 << (32 - shift - 6)];
        this.slots = new int[Integer.highestOneBit(Math.max(1, entries)) * 4];
        Arrays.fill(slots, NONE);
        int[] rarest = rarestGrams();
        for (int i = 0; i < entries; i++) {
            entryText[i] = i / step;
            offsets[i] = rarest[i / step] + i % step;
            file(i);
        }
    }

    private void file(int entry) {
        int hash = gram(texts[entryText[entry]], offsets[entry]) * SPREAD;
        int bit = hash >>> shift;
        filed[bit >>> 6] |= 1L << bit;
        int slot = slot(hash);
        next[entry] = slots[slot];
        slots[slot] = entry;
    }

    /// For each text the first of `step` places whose four bytes fewest texts have.
    private int[] rarestGrams() {
        Map<Integer, Integer> sharing = new HashMap<>();
        for (var text : texts) {
            grams(text).stream().distinct().forEach(gram -> sharing.merge(gram, 1, Integer::sum));
        }
        int[] rarest = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            var grams = grams(texts[i]);
            int least = Integer.MAX_VALUE;
            for (int at = 0; at + step <= grams.size(); at++) {
                int shared = 0;
                for (var gram : grams.subList(at, at + step)) {
                    shared += sharing.getOrDefault(gram, 0);
                }
                if (shared < least) {
                    least = shared;
                    rarest[i] = at;
                }
            }
        }
        return rarest;
    }

    private static List<Integer> grams(byte[] text) {
        List<Integer> grams = new ArrayList<>();
        for (int at = 0; at + GRAM <= text.length; at++) {
            grams.add(gram(text, at));
        }
        return grams;
    }

    private static int gram(byte[] in, int at) {
        return (int) INTS.get(in, at);
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }

    /// Tells `found` each text, as often as it occurs.
    void find(byte[] in, int from, int to, IntConsumer found) {
        int at = from;
        if (step == 1) {
            // One load for four places.
            for (; at + Long.BYTES <= to; at += GRAM) {
                long word = Words.get(in, at);
                for (int i = 0; i < GRAM; i++) {
                    int hash = (int) (word >>> (i * Byte.SIZE)) * SPREAD;
                    if (isFiled(hash)) {
                        probe(in, from, to, at + i, hash, found);
                    }
                }
            }
        }
        for (; at + GRAM <= to; at += step) {
            int hash = gram(in, at) * SPREAD;
            if (isFiled(hash)) {
                probe(in, from, to, at, hash, found);
            }
        }
    }

    private boolean isFiled(int hash) {
        int bit = hash >>> shift;
        // The mask changes nothing, but lets the compiler see that the place exists.
        return (filed[(bit >>> 6) & (filed.length - 1)] >>> bit & 1) != 0;
    }

    private void probe(byte[] in, int from, int to, int at, int hash, IntConsumer found) {
        for (int entry = slots[slot(hash)]; entry != NONE; entry = next[entry]) {
            byte[] text = texts[entryText[entry]];
            int start = at - offsets[entry];
            boolean within = start >= from && start + text.length <= to;
            if (within && Words.same(text, 0, in, start, text.length)) {
                found.accept(numbers[entryText[entry]]);
            }
        }
    }
}
