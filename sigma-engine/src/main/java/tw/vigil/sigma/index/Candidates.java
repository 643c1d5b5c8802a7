package tw.vigil.sigma.index;

import java.util.Arrays;

/// Rules that may hold of one event, each once, in ascending order. Filled again for each event. One thread.
public final class Candidates {

    private int[] found = new int[64];
    private int[] foundIn = new int[0];
    private int count;
    private int generation;

    void begin(int rules) {
        if (foundIn.length < rules || generation == Integer.MAX_VALUE) {
            foundIn = new int[rules];
            generation = 0;
        }
        generation++;
        count = 0;
    }

    void addAll(int[] rules) {
        for (int rule : rules) {
            if (foundIn[rule] != generation) {
                foundIn[rule] = generation;
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = rule;
            }
        }
    }

    void sort() {
        Arrays.sort(found, 0, count);
    }

    public int count() {
        return count;
    }

    public int rule(int index) {
        return found[index];
    }
}
