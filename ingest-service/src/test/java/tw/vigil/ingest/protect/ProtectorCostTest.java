package tw.vigil.ingest.protect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import tw.vigil.samples.EventStream;

/// What looking for values costs, in CPU time of the thread, as a share of Jackson's token walk of the same records.
/// With
/// `-Dvigil.protect.cost.rounds=15` the figures are worth quoting, and `-Dvigil.protect.cost.events=FILE.jsonl` takes
/// records from a file; else it only proves that ordinary records are left alone, without allocating.
class ProtectorCostTest {
    private static final Logger LOG = Logger.getLogger(ProtectorCostTest.class);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = Integer.getInteger("vigil.protect.cost.rounds", 1);
    private static final int MOST_BYTES = 64;

    private final Protector protector = Workbench.protector();
    private final Suspicion suspicion = new Suspicion(List.of());
    private final JsonFactory json = new JsonFactory();
    private long seen;

    @Test
    void ordinaryRecordsCostLittle() throws IOException {
        List<byte[]> records = records();
        long found = records.stream()
                .filter(record -> protector.json(record).changed())
                .count();
        double[] ratios = new double[ROUNDS];
        double nanos = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long walk = cpu(() -> records.forEach(this::walk));
            long protect = cpu(() -> records.forEach(this::protect));
            ratios[i] = (double) protect / walk;
            nanos += (double) protect / records.size() / ROUNDS;
        }
        List<byte[]> unsuspected = records.stream()
                .filter(record -> !suspicion.any(record, 0, record.length))
                .toList();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        unsuspected.forEach(this::protect);
        long bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / unsuspected.size();
        Arrays.sort(ratios);
        LOG.infof(
                "records=%d suspected=%d changed=%d ratio=%.3f lowest=%.3f highest=%.3f nanos=%.0f allocated=%d",
                records.size(),
                records.size() - unsuspected.size(),
                found,
                ratios[ROUNDS / 2],
                ratios[0],
                ratios[ROUNDS - 1],
                nanos,
                bytes);
        assertThat(seen).isPositive();
        if (System.getProperty("vigil.protect.cost.events") == null) {
            assertThat(found).isZero();
            assertThat(bytes).isLessThan(MOST_BYTES);
        }
    }

    private void walk(byte[] record) {
        try (var parser = json.createParser(record)) {
            while (parser.nextToken() != null) {
                seen++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void protect(byte[] record) {
        seen += protector.json(record).bytes().length;
    }

    private static long cpu(Runnable pass) {
        int passes = ROUNDS == 1 ? 1 : 30;
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < passes; i++) {
            pass.run();
        }
        return (THREADS.getCurrentThreadCpuTime() - before) / passes;
    }

    private static List<byte[]> records() throws IOException {
        String file = System.getProperty("vigil.protect.cost.events");
        if (file != null) {
            try (Stream<String> lines = Files.lines(Path.of(file))) {
                return lines.map(Workbench::bytes).toList();
            }
        }
        var stream = EventStream.seeded(7);
        return stream.limit(2_000).map(EventStream.Sample::json).toList();
    }
}
