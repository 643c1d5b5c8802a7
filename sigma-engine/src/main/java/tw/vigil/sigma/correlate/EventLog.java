package tw.vigil.sigma.correlate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The events of a group by time; equal times in the order of arrival. An event has a position, which stays the same
/// when older ones are forgotten; inserting and removing move the positions behind.
final class EventLog {

    private static final int INITIAL = 4;

    private @Nullable Entry[] entries = new @Nullable Entry[INITIAL];
    /// Beside the entries, so that looking for times and naming ids does not go through each of them.
    private long[] times = new long[INITIAL];
    private @Nullable String[] ids = new @Nullable String[INITIAL];
    private int head;
    private int tail;
    /// Position of the first slot.
    private long base;
    /// Every entry stands for one event.
    private boolean plain = true;

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return tail - head;
    }

    long begin() {
        return base + head;
    }

    /// The position after the last event.
    long end() {
        return base + tail;
    }

    Entry at(long position) {
        return Objects.requireNonNull(entries[(int) (position - base)]);
    }

    long time(long position) {
        return times[(int) (position - base)];
    }

    /// Events that the entry there stands for.
    long weight(long position) {
        return plain ? 1 : at(position).weight();
    }

    long lastTime() {
        return times[tail - 1];
    }

    void append(Entry entry) {
        makeRoom();
        set(tail++, entry);
    }

    void insert(long position, Entry entry) {
        makeRoom();
        int slot = (int) (position - base);
        move(slot, slot + 1);
        set(slot, entry);
        tail++;
    }

    private void set(int slot, Entry entry) {
        plain &= entry.weight() == 1;
        entries[slot] = entry;
        times[slot] = entry.time;
        ids[slot] = entry.id;
    }

    /// The entry there stands for `more` events more.
    void skip(long position, int more) {
        at(position).skipped += more;
        plain = false;
    }

    private void makeRoom() {
        if (isEmpty()) {
            plain = true;
        }
        if (tail < entries.length) {
            return;
        }
        int size = tail - head;
        if (head <= entries.length / 2) {
            int length = entries.length * 2;
            entries = Arrays.copyOf(entries, length);
            times = Arrays.copyOf(times, length);
            ids = Arrays.copyOf(ids, length);
        }
        move(head, 0);
        clear(size, tail);
        base += head;
        head = 0;
        tail = size;
    }

    private void move(int from, int to) {
        System.arraycopy(entries, from, entries, to, tail - from);
        System.arraycopy(times, from, times, to, tail - from);
        System.arraycopy(ids, from, ids, to, tail - from);
    }

    private void clear(int from, int to) {
        Arrays.fill(entries, from, to, null);
        Arrays.fill(ids, from, to, null);
    }

    void removeFirst() {
        ids[head] = null;
        entries[head++] = null;
    }

    void remove(long from, long to) {
        int slot = (int) (from - base);
        int behind = (int) (to - base);
        move(behind, slot);
        int left = tail - (behind - slot);
        clear(left, tail);
        tail = left;
    }

    /// Position of the first event at `time` or later.
    long from(long time) {
        return search(time);
    }

    /// Position of the first event later than `time`.
    long after(long time) {
        return search(time + 1);
    }

    private long search(long time) {
        int low = head;
        int high = tail;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return base + low;
    }

    /// Identities of the events in the range, each once; of a long range the first and the last `kept / 2`.
    List<String> ids(long from, long to, int kept) {
        int size = (int) Math.min(to - from, kept);
        int firsts = (size + 1) / 2;
        var found = new String[size];
        if (plain) {
            System.arraycopy(ids, (int) (from - base), found, 0, firsts);
            System.arraycopy(ids, (int) (to - base) - size + firsts, found, firsts, size - firsts);
            return List.of(found);
        }
        int count = 0;
        for (int i = 0; i < size; i++) {
            var entry = at(i < firsts ? from + i : to - size + i);
            if (!entry.repeated) {
                found[count++] = entry.id;
            }
        }
        return List.of(Arrays.copyOf(found, count));
    }
}
