package tw.vigil.sigma.correlate;

import org.jspecify.annotations.Nullable;

/// A multiset of texts in flat arrays: groups are many and small, and what costs is how far their memory is
/// spread.
final class TextCounts {

    private static final int INITIAL = 8;

    private @Nullable String[] texts = new @Nullable String[INITIAL];
    private int[] hashes = new int[INITIAL];
    private int[] counts = new int[INITIAL];
    private int distinct;

    static int hash(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    int distinct() {
        return distinct;
    }

    boolean contains(String text, int hash) {
        return texts[slot(text, hash)] != null;
    }

    /// @param hash of the text, as [#hash] gives it
    /// @return how many of it there are now
    int add(String text, int hash) {
        int slot = slot(text, hash);
        if (texts[slot] != null) {
            return ++counts[slot];
        }
        texts[slot] = text;
        hashes[slot] = hash;
        counts[slot] = 1;
        distinct++;
        if (distinct > texts.length / 2) {
            resize(texts.length * 2);
        }
        return 1;
    }

    void remove(String text, int hash) {
        int slot = slot(text, hash);
        if (texts[slot] == null || --counts[slot] > 0) {
            return;
        }
        distinct--;
        close(slot);
        if (texts.length > INITIAL && distinct < texts.length / 8) {
            resize(texts.length / 2);
        }
    }

    /// Where the text is, or where it belongs.
    private int slot(String text, int hash) {
        int mask = texts.length - 1;
        int slot = hash & mask;
        var found = texts[slot];
        while (found != null && (hashes[slot] != hash || !found.equals(text))) {
            slot = (slot + 1) & mask;
            found = texts[slot];
        }
        return slot;
    }

    /// Moves texts up that would not be found behind an empty slot.
    private void close(int emptied) {
        int mask = texts.length - 1;
        int empty = emptied;
        texts[empty] = null;
        for (int slot = (empty + 1) & mask; texts[slot] != null; slot = (slot + 1) & mask) {
            int home = hashes[slot] & mask;
            if (((slot - home) & mask) >= ((slot - empty) & mask)) {
                texts[empty] = texts[slot];
                hashes[empty] = hashes[slot];
                counts[empty] = counts[slot];
                texts[slot] = null;
                empty = slot;
            }
        }
    }

    private void resize(int length) {
        var oldTexts = texts;
        var oldHashes = hashes;
        var oldCounts = counts;
        texts = new @Nullable String[length];
        hashes = new int[length];
        counts = new int[length];
        for (int i = 0; i < oldTexts.length; i++) {
            var text = oldTexts[i];
            if (text != null) {
                int slot = slot(text, oldHashes[i]);
                texts[slot] = text;
                hashes[slot] = oldHashes[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
