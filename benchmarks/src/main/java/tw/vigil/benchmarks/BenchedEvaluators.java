package tw.vigil.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Instances of the evaluator that share the partitions.
final class BenchedEvaluators implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int POLL_MILLIS = 100;

    private final List<BenchedEvaluator> instances = new ArrayList<>();

    BenchedEvaluators(int count, String bootstrapServers, Path folder, Path rules, String heap) throws IOException {
        for (int i = 0; i < count; i++) {
            Path own = Files.createDirectories(folder.resolve("evaluator-" + i));
            instances.add(new BenchedEvaluator(bootstrapServers, own, rules, heap));
        }
    }

    void start() throws IOException, InterruptedException {
        for (BenchedEvaluator instance : instances) {
            instance.start();
        }
    }

    /// Holds the processes where they are, so that events can gather while they stay warm. They must have nothing to
    /// do.
    void pause() throws IOException, InterruptedException {
        for (BenchedEvaluator instance : instances) {
            instance.pause();
        }
    }

    /// Lets them go on, and measures from the first of these events that is evaluated to the last.
    ///
    /// @param total events evaluated when they have caught up
    /// @param fresh how many of them are waiting
    /// @return events per second
    double catchUp(long total, int fresh) throws IOException, InterruptedException {
        for (BenchedEvaluator instance : instances) {
            instance.resume();
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        long firstNanos = 0;
        long first = 0;
        while (System.nanoTime() < end) {
            long evaluated = 0;
            for (BenchedEvaluator instance : instances) {
                evaluated += instance.evaluated();
            }
            long now = System.nanoTime();
            if (firstNanos == 0 && evaluated > total - fresh) {
                firstNanos = now;
                first = evaluated;
            }
            if (evaluated >= total) {
                return (evaluated - first) * 1e9 / Math.max(1, now - firstNanos);
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IOException(
                "the evaluator did not catch up:\n" + instances.getFirst().log());
    }

    /// Of all together.
    long residentMiB() throws IOException {
        long sum = 0;
        for (BenchedEvaluator instance : instances) {
            sum += instance.residentMiB();
        }
        return sum;
    }

    @Override
    public void close() {
        instances.forEach(BenchedEvaluator::close);
    }
}
