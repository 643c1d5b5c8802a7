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
    private int head;
    private int tail;
    /// Position of the first slot.
    private long base;

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
        return at(position).time;
    }

    long lastTime() {
        return time(end() - 1);
    }

    void append(Entry entry) {
        makeRoom();
        entries[tail++] = entry;
    }

    void insert(long position, Entry entry) {
        makeRoom();
        int slot = (int) (position - base);
        System.arraycopy(entries, slot, entries, slot + 1, tail - slot);
        entries[slot] = entry;
        tail++;
    }

    private void makeRoom() {
        if (tail < entries.length) {
            return;
        }
        var target = head > entries.length / 2 ? entries : Arrays.copyOf(entries, entries.length * 2);
        System.arraycopy(entries, head, target, 0, tail - head);
        Arrays.fill(target, tail - head, tail, null);
        entries = target;
        base += head;
        tail -= head;
        head = 0;
    }

    void removeFirst() {
        entries[head++] = null;
    }

    void remove(long from, long to) {
        int slot = (int) (from - base);
        int behind = (int) (to - base);
        System.arraycopy(entries, behind, entries, slot, tail - behind);
        int left = tail - (behind - slot);
        Arrays.fill(entries, left, tail, null);
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
            if (at(base + middle).time < time) {
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
        var ids = new String[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            var entry = at(i < (size + 1) / 2 ? from + i : to - size + i);
            if (!entry.repeated) {
                ids[count++] = entry.id;
            }
        }
        return List.of(count == size ? ids : Arrays.copyOf(ids, count));
    }
}
