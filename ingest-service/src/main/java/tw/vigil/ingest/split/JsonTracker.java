package tw.vigil.ingest.split;

/// Follows the brackets, strings and separators of one JSON value, byte by byte, to know where it ends.
///
/// On well-formed JSON this is exact. On broken JSON it recovers where the next record can be told: a closing bracket
/// closes everything opened inside it; after a stray quote the roles of inside and outside are swapped; an object where
/// a key belongs is the next element. Literals are not judged here: the strict parser does that.
final class JsonTracker {
    enum Step {
        /// The value goes on.
        MORE,
        /// This byte was its last.
        DONE,
        /// It ended before this byte.
        DONE_BEFORE
    }

    private enum State {
        VALUE,
        FIRST_VALUE,
        KEY,
        FIRST_KEY,
        COLON,
        NEXT,
        STRING,
        LITERAL
    }

    private final byte[] open;
    private State state = State.VALUE;
    private int depth;
    private boolean element;
    private boolean escaped;
    private boolean inKey;
    private boolean afterString;
    private boolean broken;
    private boolean tooDeep;

    JsonTracker(int maxDepth) {
        open = new byte[maxDepth];
    }

    /// @param element whether the value is an element of an array that someone else follows
    void start(boolean element) {
        this.element = element;
        state = State.VALUE;
        depth = 0;
        escaped = false;
        inKey = false;
        afterString = false;
        broken = false;
        tooDeep = false;
    }

    int depth() {
        return depth;
    }

    boolean broken() {
        return broken;
    }

    boolean tooDeep() {
        return tooDeep;
    }

    /// Whether the last byte was inside, or opened, the name of a field of the outermost object.
    boolean inOuterKey() {
        return state == State.STRING && inKey && depth == 1;
    }

    boolean inString() {
        return state == State.STRING;
    }

    /// Whether any byte but a quote, a backslash or a control character would change nothing.
    boolean inText() {
        return state == State.STRING && !escaped;
    }

    /// Whether a field of the outermost object waits for its value.
    boolean awaitsOuterValue() {
        return state == State.VALUE && depth == 1 && open[0] == '{';
    }

    /// Whether an object that starts here, at the beginning of a line, can only be the next record.
    boolean objectWouldBeNextRecord() {
        return switch (state) {
            case COLON, NEXT, KEY, FIRST_KEY -> true;
            case VALUE -> top() == '{';
            case FIRST_VALUE, STRING, LITERAL -> false;
        };
    }

    Step step(int b) {
        if (state == State.STRING) {
            return inString(b);
        }
        if (state == State.LITERAL) {
            if (isLiteral(b)) {
                return Step.MORE;
            }
            state = State.NEXT;
            if (depth == 0) {
                return Step.DONE_BEFORE;
            }
        }
        return switch (b) {
            case ' ', '\t', '\r', '\n' -> Step.MORE;
            case '"' -> quote();
            case '{', '[' -> open((byte) b);
            case '}', ']' -> close((byte) b);
            case ',' -> {
                broken |= state != State.NEXT || depth == 0;
                state = top() == '{' ? State.KEY : State.VALUE;
                afterString = false;
                yield Step.MORE;
            }
            case ':' -> {
                broken |= state != State.COLON;
                state = State.VALUE;
                afterString = false;
                yield Step.MORE;
            }
            default -> literal();
        };
    }

    private Step inString(int b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            state = inKey ? State.COLON : State.NEXT;
            afterString = true;
            return depth == 0 ? Step.DONE : Step.MORE;
        } else if (b < ' ') {
            broken = true;
        }
        return Step.MORE;
    }

    private Step quote() {
        inKey = state == State.KEY || state == State.FIRST_KEY;
        broken |= !inKey && !awaitsValue();
        state = State.STRING;
        return Step.MORE;
    }

    private Step open(byte bracket) {
        if (element && state == State.KEY && bracket == '{') {
            broken = true;
            return Step.DONE_BEFORE;
        }
        broken |= !awaitsValue();
        if (depth < open.length) {
            open[depth] = bracket;
        } else {
            tooDeep = true;
        }
        depth++;
        afterString = false;
        state = bracket == '{' ? State.FIRST_KEY : State.FIRST_VALUE;
        return Step.MORE;
    }

    private Step close(byte bracket) {
        afterString = false;
        byte opened = bracket == '}' ? (byte) '{' : (byte) '[';
        broken |= state != State.NEXT && state != (bracket == '}' ? State.FIRST_KEY : State.FIRST_VALUE);
        int level = depth;
        while (level > 0 && level <= open.length && open[level - 1] != opened) {
            level--;
        }
        broken |= level != depth;
        if (level == 0) {
            return element && bracket == ']' ? Step.DONE_BEFORE : Step.MORE;
        }
        depth = level - 1;
        state = State.NEXT;
        return depth == 0 ? Step.DONE : Step.MORE;
    }

    private Step literal() {
        if (awaitsValue()) {
            state = State.LITERAL;
        } else {
            broken = true;
            inKey = false;
            state = afterString && state == State.NEXT ? State.STRING : State.LITERAL;
        }
        afterString = false;
        return Step.MORE;
    }

    private boolean awaitsValue() {
        return state == State.VALUE || state == State.FIRST_VALUE;
    }

    private byte top() {
        return depth == 0 || depth > open.length ? 0 : open[depth - 1];
    }

    private static boolean isLiteral(int b) {
        return switch (b) {
            case ' ', '\t', '\r', '\n', '"', '{', '[', '}', ']', ',', ':' -> false;
            default -> true;
        };
    }
}
