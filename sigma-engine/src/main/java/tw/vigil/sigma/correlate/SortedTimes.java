package tw.vigil.sigma.correlate;

/// Times in order; cheap at both ends.
final class SortedTimes {

    private long[] times = new long[4];
    private int head;
    private int tail;

    void add(long time) {
        if (tail == times.length) {
            int size = tail - head;
            var target = head > times.length / 2 ? times : new long[times.length * 2];
            System.arraycopy(times, head, target, 0, size);
            times = target;
            head = 0;
            tail = size;
        }
        int at = tail == head || times[tail - 1] <= time ? tail : index(time + 1);
        System.arraycopy(times, at, times, at + 1, tail - at);
        times[at] = time;
        tail++;
    }

    void removeFirst() {
        head++;
    }

    /// The first time that is not before `time`; the end of time when there is none.
    long from(long time) {
        int at = index(time);
        return at == tail ? Long.MAX_VALUE : times[at];
    }

    private int index(long time) {
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
        return low;
    }
}
