package tw.vigil.ingest.protect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Walks a JSON object that was checked before and gives those of its strings, numbers and names in which a value
/// could be.
final class JsonWalk {
    private static final List<byte[]> PAIR_NAMES = Stream.of("name", "Name", "key", "Key", "tagKey", "displayName")
            .map(name -> name.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private final byte[] bytes;
    private final Suspicion suspicion;
    private final List<Leaf> leaves = new ArrayList<>();
    private final Deque<Frame> open = new ArrayDeque<>();
    private int at;

    /// An object or array that is open.
    static final class Frame {
        private final boolean array;
        private int index;
        private int nameFrom;
        private int nameTo;
        private int pairFrom = -1;
        private int pairTo = -1;

        private Frame(boolean array) {
            this.array = array;
        }

        /// What the object's own `name` or `key` field says; null when it has none.
        @Nullable
        String pairName(byte[] record) {
            return pairFrom < 0 ? null : Text.ofJson(record, pairFrom, pairTo).toString();
        }
    }

    private JsonWalk(byte[] bytes, Suspicion suspicion) {
        this.bytes = bytes;
        this.suspicion = suspicion;
    }

    static List<Leaf> suspicious(byte[] json, Suspicion suspicion) {
        var walk = new JsonWalk(json, suspicion);
        walk.walk();
        return walk.leaves;
    }

    private void walk() {
        while (at < bytes.length) {
            switch (bytes[at]) {
                case '{' -> open(false);
                case '[' -> open(true);
                case '}', ']' -> {
                    open.pop();
                    at++;
                }
                case '"' -> string();
                case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
                case ',' -> {
                    if (!open.isEmpty()) {
                        open.element().index++;
                    }
                    at++;
                }
                default -> at++; // white space, colon, true, false, null
            }
        }
    }

    private void open(boolean array) {
        open.push(new Frame(array));
        at++;
    }

    private void string() {
        int from = at + 1;
        int to = from;
        while (bytes[to] != '"') {
            to += bytes[to] == '\\' ? 2 : 1;
        }
        at = to + 1;
        Frame frame = open.peek();
        if (frame != null && !frame.array && isName()) {
            frame.nameFrom = from;
            frame.nameTo = to;
            leaf(from, to, Leaf.Form.NAME);
            return;
        }
        if (frame != null && !frame.array && isPairName(frame)) {
            frame.pairFrom = from;
            frame.pairTo = to;
        }
        leaf(from, to, Leaf.Form.STRING);
    }

    private void number() {
        int from = at;
        while (at < bytes.length && isNumber(bytes[at])) {
            at++;
        }
        leaf(from, at, Leaf.Form.NUMBER);
    }

    private void leaf(int from, int to, Leaf.Form form) {
        if (suspicion.any(bytes, from, to)) {
            var leaf = new Leaf(from, to, form, steps(), open.peek());
            if (!leaf.isActorsKey() || !isAccessKey(from, to)) {
                leaves.add(leaf);
            }
        }
    }

    /// What every record of a user has, and what cannot be anything else.
    private boolean isAccessKey(int from, int to) {
        if (to - from != Secrets.ACCESS_KEY_LENGTH) {
            return false;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return text.startsWith(Secrets.ACCESS_KEY) && text.chars().allMatch(c -> Digits.isAlphanumeric((char) c));
    }

    private List<String> steps() {
        var steps = new ArrayList<String>(open.size());
        for (var frames = open.descendingIterator(); frames.hasNext(); ) {
            Frame frame = frames.next();
            steps.add(frame.array ? "[" + frame.index + "]" : name(frame));
        }
        return steps;
    }

    /// Whether the string that ended just now is followed by a colon.
    private boolean isName() {
        int next = at;
        while (next < bytes.length && bytes[next] <= ' ') {
            next++;
        }
        return next < bytes.length && bytes[next] == ':';
    }

    private String name(Frame frame) {
        return Text.ofJson(bytes, frame.nameFrom, frame.nameTo).toString();
    }

    private boolean isPairName(Frame frame) {
        for (byte[] name : PAIR_NAMES) {
            if (Arrays.equals(bytes, frame.nameFrom, frame.nameTo, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumber(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }
}
