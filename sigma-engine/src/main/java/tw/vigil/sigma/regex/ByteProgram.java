package tw.vigil.sigma.regex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tw.vigil.sigma.regex.RegexNode.Alternatives;
import tw.vigil.sigma.regex.RegexNode.One;
import tw.vigil.sigma.regex.RegexNode.Place;
import tw.vigil.sigma.regex.RegexNode.Repeated;
import tw.vigil.sigma.regex.RegexNode.Sequence;

/// An expression as instructions over bytes (Thompson, 1968), made from its end to its start. Read only once made.
final class ByteProgram {

    static final byte BYTE = 0;
    static final byte SPLIT = 1;
    static final byte AT_START = 2;
    static final byte AT_END = 3;
    static final byte MATCH = 4;

    private static final int MAX_SIZE = 20_000;
    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT};
    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;

    private byte[] kinds = new byte[64];
    private int[] low = new int[64];
    private int[] high = new int[64];
    private int[] next = new int[64];
    private int size;
    private final int start;

    ByteProgram(RegexNode node) throws UnsupportedRegexException {
        start = compile(node, add(MATCH, 0, 0, 0));
    }

    int start() {
        return start;
    }

    int size() {
        return size;
    }

    byte kind(int at) {
        return kinds[at];
    }

    boolean takes(int at, int b) {
        return kinds[at] == BYTE && low[at] <= b && b <= high[at];
    }

    int next(int at) {
        return next[at];
    }

    /// The other way of a split.
    int other(int at) {
        return low[at];
    }

    /// For each byte a number below 256; bytes that no instruction tells apart have the same.
    byte[] byteClasses() {
        boolean[] begins = new boolean[257];
        for (int i = 0; i < size; i++) {
            if (kinds[i] == BYTE) {
                begins[low[i]] = true;
                begins[high[i] + 1] = true;
            }
        }
        byte[] classes = new byte[256];
        int number = 0;
        for (int b = 1; b < 256; b++) {
            number += begins[b] ? 1 : 0;
            classes[b] = (byte) number;
        }
        return classes;
    }

    private int add(byte kind, int from, int to, int following) throws UnsupportedRegexException {
        if (size == MAX_SIZE) {
            throw new UnsupportedRegexException("size");
        }
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            low = Arrays.copyOf(low, size * 2);
            high = Arrays.copyOf(high, size * 2);
            next = Arrays.copyOf(next, size * 2);
        }
        kinds[size] = kind;
        low[size] = from;
        high[size] = to;
        next[size] = following;
        return size++;
    }

    private int compile(RegexNode node, int following) throws UnsupportedRegexException {
        return switch (node) {
            case One(var of) -> one(of, following);
            case Sequence(var parts) -> {
                int at = following;
                for (var part : parts.reversed()) {
                    at = compile(part, at);
                }
                yield at;
            }
            case Alternatives(var parts) -> {
                int at = compile(parts.getLast(), following);
                for (var part : parts.subList(0, parts.size() - 1).reversed()) {
                    at = add(SPLIT, at, 0, compile(part, following));
                }
                yield at;
            }
            case Repeated repeated -> repeated(repeated, following);
            case Place place ->
                switch (place) {
                    case START -> add(AT_START, 0, 0, following);
                    case END -> add(AT_END, 0, 0, following);
                    case WORD_BOUNDARY -> throw new UnsupportedRegexException("word boundary");
                };
        };
    }

    private int repeated(Repeated repeated, int following) throws UnsupportedRegexException {
        int at = following;
        if (repeated.most() == RegexNode.UNBOUNDED) {
            int loop = add(SPLIT, following, 0, 0);
            // Not in one line: compiling may put a longer array in the place of `next`.
            int body = compile(repeated.part(), loop);
            next[loop] = body;
            at = loop;
        } else {
            for (int i = repeated.least(); i < repeated.most(); i++) {
                at = add(SPLIT, following, 0, compile(repeated.part(), at));
            }
        }
        for (int i = 0; i < repeated.least(); i++) {
            at = compile(repeated.part(), at);
        }
        return at;
    }

    private int one(CodePoints of, int following) throws UnsupportedRegexException {
        int at = -1;
        for (var range : of.ranges()) {
            at = range(range.from(), range.to(), following, at);
        }
        // No code point at all: bytes are never 256.
        return at < 0 ? add(BYTE, 256, 255, following) : at;
    }

    /// @param otherwise -1 for nothing
    private int range(int from, int to, int following, int otherwise) throws UnsupportedRegexException {
        if (from > to) {
            return otherwise;
        }
        if (from <= 0x80 && to == Character.MAX_CODE_POINT) {
            int ascii = range(from, 0x7F, following, otherwise);
            return ascii < 0 ? beyondAscii(following) : add(SPLIT, ascii, 0, beyondAscii(following));
        }
        if (from <= LAST_SURROGATE && to >= FIRST_SURROGATE) {
            int below = range(from, FIRST_SURROGATE - 1, following, otherwise);
            return range(LAST_SURROGATE + 1, to, following, below);
        }
        for (int last : LAST_OF_LENGTH) {
            if (from <= last && to > last) {
                return range(last + 1, to, following, range(from, last, following, otherwise));
            }
        }
        // Parted until the bytes of both ends span ranges that do not depend on each other.
        for (int bits = 6; to >= 0x80 && bits <= 18; bits += 6) {
            int mask = (1 << bits) - 1;
            if ((from & ~mask) != (to & ~mask)) {
                int cut = (from & mask) != 0 ? from | mask : (to & mask) != mask ? (to & ~mask) - 1 : -1;
                if (cut >= 0) {
                    return range(cut + 1, to, following, range(from, cut, following, otherwise));
                }
            }
        }
        byte[] first = utf8(from);
        byte[] last = utf8(to);
        int at = following;
        for (int i = first.length - 1; i >= 0; i--) {
            at = add(BYTE, first[i] & 0xFF, last[i] & 0xFF, at);
        }
        return otherwise < 0 ? at : add(SPLIT, otherwise, 0, at);
    }

    /// Texts are valid UTF-8, so the lead says how many bytes follow.
    private int beyondAscii(int following) throws UnsupportedRegexException {
        int one = add(BYTE, 0x80, 0xBF, following);
        int two = add(BYTE, 0x80, 0xBF, one);
        int three = add(BYTE, 0x80, 0xBF, two);
        int longer = add(SPLIT, add(BYTE, 0xE0, 0xEF, two), 0, add(BYTE, 0xF0, 0xF4, three));
        return add(SPLIT, add(BYTE, 0xC2, 0xDF, one), 0, longer);
    }

    private static byte[] utf8(int codePoint) {
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }
}
