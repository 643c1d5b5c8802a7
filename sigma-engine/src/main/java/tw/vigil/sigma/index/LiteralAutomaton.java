package tw.vigil.sigma.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// Finds all texts that a value contains in one pass (Aho and Corasick, 1975). Immutable.
///
/// States are numbered breadth first. The first of them, where values spend nearly all their bytes, have a full
/// row of the transition table; the others follow their own children and, failing these, their failure link.
final class LiteralAutomaton {

    /// 16 MB.
    private static final int MAX_CELLS = 1 << 22;
    private static final int NONE = -1;
    /// In a row: some text ends at that state.
    private static final int TELLS = 1 << 31;

    private final byte[] classes = new byte[256];
    private final int classCount;
    private final int[] rows;
    private final int fullRows;
    private final int[] failure;
    private final int[] firstChild;
    private final int[] sibling;
    private final byte[] label;
    /// The text that ends at a state, and the next state on the failure chain where one does.
    private final int[] text;

    private final int[] nextEnding;

    /// @param texts different ones, none empty
    /// @param numbers what a search finds, for each text
    LiteralAutomaton(List<String> texts, int[] numbers) {
        var trie = new Trie();
        for (int i = 0; i < texts.size(); i++) {
            trie.add(texts.get(i).getBytes(StandardCharsets.UTF_8), numbers[i]);
        }
        this.classCount = number(texts);
        int[] order = trie.breadthFirst();
        int states = order.length;
        int[] renumbered = new int[states];
        for (int i = 0; i < states; i++) {
            renumbered[order[i]] = i;
        }
        this.failure = new int[states];
        this.firstChild = new int[states];
        this.sibling = new int[states];
        this.label = new byte[states];
        this.text = new int[states];
        this.nextEnding = new int[states];
        for (int i = 0; i < states; i++) {
            int old = order[i];
            firstChild[i] = renumbered(trie.firstChild.get(old), renumbered);
            sibling[i] = renumbered(trie.sibling.get(old), renumbered);
            label[i] = trie.label.get(old);
            text[i] = trie.text.get(old);
        }
        this.fullRows = Math.min(states, Math.max(1, MAX_CELLS / classCount));
        this.rows = new int[fullRows * classCount];
        link(states);
    }

    private static int renumbered(int state, int[] numbers) {
        return state == NONE ? NONE : numbers[state];
    }

    /// Bytes that no text has share class 0.
    private int number(List<String> texts) {
        int count = 1;
        for (var each : texts) {
            for (byte b : each.getBytes(StandardCharsets.UTF_8)) {
                if (classes[b & 0xFF] == 0) {
                    classes[b & 0xFF] = (byte) count++;
                }
            }
        }
        return count;
    }

    private void link(int states) {
        nextEnding[0] = NONE;
        for (int state = 0; state < states; state++) {
            if (state > 0) {
                int fail = failure[state];
                nextEnding[state] = text[fail] != NONE ? fail : nextEnding[fail];
            }
            if (state < fullRows && state > 0) {
                System.arraycopy(rows, failure[state] * classCount, rows, state * classCount, classCount);
            }
            for (int child = firstChild[state]; child != NONE; child = sibling[child]) {
                failure[child] = state == 0 ? 0 : next(failure[state], label[child]) & ~TELLS;
            }
            for (int child = firstChild[state]; state < fullRows && child != NONE; child = sibling[child]) {
                rows[state * classCount + (classes[label[child] & 0xFF] & 0xFF)] = told(child);
            }
        }
    }

    private int told(int state) {
        int fail = failure[state];
        boolean tells = text[state] != NONE || text[fail] != NONE || nextEnding[fail] != NONE;
        return tells ? state | TELLS : state;
    }

    /// @return the state, marked when some text ends there
    private int next(int from, byte b) {
        int state = from;
        while (state >= fullRows) {
            for (int child = firstChild[state]; child != NONE; child = sibling[child]) {
                if (label[child] == b) {
                    return told(child);
                }
            }
            state = failure[state];
        }
        return rows[state * classCount + (classes[b & 0xFF] & 0xFF)];
    }

    /// Tells `found` each text, as often as it occurs.
    void find(byte[] in, int from, int to, IntConsumer found) {
        int state = 0;
        for (int i = from; i < to; i++) {
            int next = next(state, in[i]);
            state = next & ~TELLS;
            if (next < 0) {
                tell(state, found);
            }
        }
    }

    private void tell(int at, IntConsumer found) {
        for (int state = at; state != NONE; state = nextEnding[state]) {
            if (text[state] != NONE) {
                found.accept(text[state]);
            }
        }
    }

    private static final class Trie {
        private final List<Integer> firstChild = new ArrayList<>(List.of(NONE));
        private final List<Integer> sibling = new ArrayList<>(List.of(NONE));
        private final List<Byte> label = new ArrayList<>(List.of((byte) 0));
        private final List<Integer> text = new ArrayList<>(List.of(NONE));
        private final Map<Long, Integer> children = new HashMap<>();

        void add(byte[] bytes, int number) {
            int state = 0;
            for (byte b : bytes) {
                int from = state;
                state = children.computeIfAbsent(((long) from << 8) | (b & 0xFF), _ -> child(from, b));
            }
            text.set(state, number);
        }

        private int child(int from, byte b) {
            int made = text.size();
            sibling.add(firstChild.get(from));
            firstChild.set(from, made);
            firstChild.add(NONE);
            label.add(b);
            text.add(NONE);
            return made;
        }

        int[] breadthFirst() {
            int[] order = new int[text.size()];
            Arrays.fill(order, NONE);
            order[0] = 0;
            int known = 1;
            for (int i = 0; i < known; i++) {
                for (int child = firstChild.get(order[i]); child != NONE; child = sibling.get(child)) {
                    order[known++] = child;
                }
            }
            return order;
        }
    }
}
