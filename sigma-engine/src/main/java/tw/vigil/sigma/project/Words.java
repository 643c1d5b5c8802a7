package tw.vigil.sigma.project;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight bytes at a time.
public final class Words {

    static final long ONES = 0x0101_0101_0101_0101L;
    static final long HIGHS = 0x8080_8080_8080_8080L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private Words() {}

    public static long get(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void set(byte[] bytes, int at, long word) {
        LONGS.set(bytes, at, word);
    }

    static long mix(long hash, long word) {
        long mixed = (hash ^ word) * MIX;
        return mixed ^ (mixed >>> 32);
    }

    /// The same for equal bytes; spread over all 64 bits.
    public static long hash(byte[] bytes, int from, int to) {
        long hash = 0;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = mix(hash, get(bytes, at));
        }
        return finish(hash, tail(bytes, at, to), to - from);
    }

    static long finish(long hash, long tail, int length) {
        return mix(mix(hash, tail), length);
    }

    private static long tail(byte[] bytes, int from, int to) {
        long tail = 0;
        for (int i = to - 1; i >= from; i--) {
            tail = (tail << 8) | (bytes[i] & 0xFF);
        }
        return tail;
    }

    /// Whether `length` bytes are the same.
    public static boolean same(byte[] one, int from, byte[] other, int otherFrom, int length) {
        if (length < 8) {
            for (int i = 0; i < length; i++) {
                if (one[from + i] != other[otherFrom + i]) {
                    return false;
                }
            }
            return true;
        }
        for (int i = 0; i < length - 8; i += 8) {
            if (get(one, from + i) != get(other, otherFrom + i)) {
                return false;
            }
        }
        return get(one, from + length - 8) == get(other, otherFrom + length - 8);
    }

    /// ASCII capitals made small, of a word without any byte beyond ASCII.
    static long lower(long word) {
        long afterZ = word + (0x7F - 'Z') * ONES;
        long fromA = word + (0x80 - 'A') * ONES;
        return word | (((fromA ^ afterZ) & HIGHS) >>> 2);
    }

    /// The high bit of the first byte (and perhaps of some after it) that a JSON string cannot hold as it is or
    /// that is not ASCII: quote, backslash, control character, part of a longer sequence.
    static long special(long word) {
        long quote = word ^ ('"' * ONES);
        long backslash = word ^ ('\\' * ONES);
        long control = (word - 0x20 * ONES) & ~word;
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | control | word) & HIGHS;
    }
}
