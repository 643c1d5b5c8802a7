package tw.vigil.benchmarks;

import java.util.Arrays;
import java.util.List;

/// How long it took from an event's reception to its finding being readable, in milliseconds.
record Latencies(int count, double p50, double p99) {
    static final Latencies NONE = new Latencies(0, Double.NaN, Double.NaN);

    static Latencies of(List<Long> millis) {
        if (millis.isEmpty()) {
            return NONE;
        }
        long[] sorted = millis.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Latencies(sorted.length, at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1.0, Math.floor(sorted.length * quantile))];
    }
}
