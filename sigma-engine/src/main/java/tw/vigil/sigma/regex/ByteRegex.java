package tw.vigil.sigma.regex;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says whether an expression occurs in a text, reading each byte once: the instructions that a text can be at are one
/// state, made when first met. Thread-safe, without a lock for what was met before.
public final class ByteRegex {

    public enum Answer {
        YES,
        NO,
        /// It would take too many states; ask the plain test.
        TOO_WIDE
    }

    /// Of all states together, in instructions; above it all are forgotten.
    private static final int MAX_WIDTH = 1 << 16;
    /// Of the states that one text may make.
    private static final int MAX_WIDTH_OF_TEXT = 1 << 15;

    /// May reach other threads without a lock: all fields are final, and an entry of `next` that is not seen yet is
    /// merely looked up again.
    private static final class State {
        private final int[] waiting;
        private final @Nullable State[] next;
        private final boolean matches;
        private final boolean matchesAtEnd;

        State(Key key, int classes, boolean matchesAtEnd) {
            this.waiting = key.waiting;
            this.next = new @Nullable State[classes];
            this.matches = key.matches;
            this.matchesAtEnd = matchesAtEnd;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by content below
    private record Key(int[] waiting, boolean matches) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key(var otherWaiting, var otherMatches)
                    && matches == otherMatches
                    && Arrays.equals(waiting, otherWaiting);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(waiting);
        }
    }

    private final ByteProgram program;
    private final byte[] classes;
    private final byte[] representatives;
    private final Map<Key, State> known = new HashMap<>();
    private int width;
    private volatile State start;

    private ByteRegex(ByteProgram program) {
        this.program = program;
        this.classes = program.byteClasses();
        this.representatives = new byte[(classes[255] & 0xFF) + 1];
        for (int b = 255; b >= 0; b--) {
            representatives[classes[b] & 0xFF] = (byte) b;
        }
        this.start = begun();
    }

    /// @return null when it is too large, or has what bytes cannot tell
    static @Nullable ByteRegex of(RegexNode node) {
        try {
            return new ByteRegex(new ByteProgram(node));
        } catch (UnsupportedRegexException e) {
            return null;
        }
    }

    /// @param utf8 the text lies in it
    public Answer find(byte[] utf8, int from, int to) {
        var state = start;
        int made = 0;
        for (int i = from; i < to && !state.matches; i++) {
            int of = classes[utf8[i] & 0xFF] & 0xFF;
            var next = state.next[of];
            if (next == null) {
                next = step(state, of);
                made += next.waiting.length + representatives.length;
                if (made > MAX_WIDTH_OF_TEXT) {
                    return Answer.TOO_WIDE;
                }
            }
            state = next;
        }
        return state.matches || state.matchesAtEnd ? Answer.YES : Answer.NO;
    }

    private State begun() {
        var threads = new Threads(program, true);
        threads.add(program.start());
        return state(threads, true);
    }

    private synchronized State step(State from, int of) {
        var threads = new Threads(program, false);
        int b = representatives[of] & 0xFF;
        for (int at : from.waiting) {
            if (program.takes(at, b)) {
                threads.add(program.next(at));
            }
        }
        threads.add(program.start());
        var next = state(threads, false);
        from.next[of] = next;
        return next;
    }

    /// @param begin the state before any byte: it alone may end differently from others with the same instructions
    private State state(Threads threads, boolean begin) {
        boolean matches = threads.matches();
        var key = new Key(matches ? new int[0] : threads.waiting(), matches);
        var same = begin ? null : known.get(key);
        if (same != null) {
            return same;
        }
        var made = new State(key, representatives.length, threads.matchesAtEnd());
        if (!begin) {
            if (width > MAX_WIDTH) {
                known.clear();
                width = 0;
                start = begun();
            }
            width += key.waiting.length + representatives.length;
            known.put(key, made);
        }
        return made;
    }
}
