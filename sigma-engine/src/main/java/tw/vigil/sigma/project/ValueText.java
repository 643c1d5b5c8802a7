package tw.vigil.sigma.project;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The text of the value asked for last, and where the texts of the values before it lie.
public final class ValueText {

    private static final int KEPT = 1 << 16;
    private static final int INITIAL = 256;

    private final TextBuffer made;
    private byte[] input = new byte[0];
    private int[] starts = new int[INITIAL];
    private int[] ends = new int[INITIAL];
    private boolean[] inInput = new boolean[INITIAL];
    private int[] keptIn = new int[INITIAL];
    private int generation;
    private int current;

    ValueText(TextBuffer made) {
        this.made = made;
    }

    void clear(byte[] newInput) {
        if (starts.length > KEPT || generation == Integer.MAX_VALUE) {
            starts = new int[INITIAL];
            ends = new int[INITIAL];
            inInput = new boolean[INITIAL];
            keptIn = new int[INITIAL];
            generation = 0;
        }
        generation++;
        input = newInput;
    }

    /// Makes `value` the current one if its text was made.
    boolean holds(int value) {
        current = value;
        return value < keptIn.length && keptIn[value] == generation;
    }

    void keepInput(int value, int start, int end) {
        keep(value, start, end, true);
    }

    void keepMade(int value, int start, int end) {
        keep(value, start, end, false);
    }

    private void keep(int value, int start, int end, boolean fromInput) {
        if (value >= starts.length) {
            int size = Math.max(value + 1, starts.length * 2);
            starts = Arrays.copyOf(starts, size);
            ends = Arrays.copyOf(ends, size);
            inInput = Arrays.copyOf(inInput, size);
            keptIn = Arrays.copyOf(keptIn, size);
        }
        starts[value] = start;
        ends[value] = end;
        inInput[value] = fromInput;
        keptIn[value] = generation;
        current = value;
    }

    public byte[] bytes() {
        return inInput[current] ? input : made.bytes();
    }

    public int start() {
        return starts[current];
    }

    public int end() {
        return ends[current];
    }

    public int length() {
        return ends[current] - starts[current];
    }

    @Override
    public String toString() {
        return new String(bytes(), start(), length(), StandardCharsets.UTF_8);
    }
}
