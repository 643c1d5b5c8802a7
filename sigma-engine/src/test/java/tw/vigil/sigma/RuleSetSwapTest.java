package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Replacing the active rules is replacing one reference: whoever evaluates sees the one set or the other, never a
/// mixture, and waits for nobody.
class RuleSetSwapTest {

    private static final LogSource SOURCE = new LogSource(null, "p", "s");
    private static final int THREADS = 3;
    private static final int SWAPS = 100;

    @Test
    void eachEventMeetsOneWholeRuleSetWhileSetsAreReplaced() throws Exception {
        var sets = List.of(rules("old"), rules("new"));
        var active = new AtomicReference<>(sets.getFirst());
        var done = new AtomicBoolean();
        var evaluated = new AtomicLong();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        var threads = Thread.ofPlatform().name("evaluate-", 0);
        var running = IntStream.range(0, THREADS)
                .mapToObj(_ -> threads.start(() -> evaluate(active, done, evaluated, wrong)))
                .toList();

        for (int swap = 0; swap < SWAPS; swap++) {
            long seen = evaluated.get();
            // Also sets that nobody has evaluated with yet, which prepare themselves at their first event.
            active.set(swap % 20 == 19 ? rules("fresh" + swap) : sets.get(swap % 2));
            while (evaluated.get() < seen + THREADS && running.stream().anyMatch(Thread::isAlive)) {
                LockSupport.parkNanos(50_000);
            }
        }
        done.set(true);
        for (var thread : running) {
            thread.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(evaluated.get()).isGreaterThanOrEqualTo((long) SWAPS * THREADS);
    }

    private static void evaluate(
            AtomicReference<RuleSet> active, AtomicBoolean done, AtomicLong evaluated, Queue<String> wrong) {
        byte[] event = "{\"a\":\"xyz\",\"b\":\"00xay1\"}".getBytes(StandardCharsets.UTF_8);
        var current = active.get();
        var evaluator = current.newEvaluator();
        while (!done.get()) {
            var now = active.get();
            if (now != current) {
                current = now;
                evaluator = now.newEvaluator();
            }
            var heard = new HeardMatches();
            try {
                evaluator.evaluate(SOURCE, event, heard);
            } catch (MalformedEventException e) {
                wrong.add(e.toString());
            }
            var names = heard.matches().stream().map(RuleInfo::name).toList();
            var expected = current.rules().stream().map(RuleInfo::name).toList();
            if (!names.equals(expected) || !heard.others().isEmpty()) {
                wrong.add(names + " instead of " + expected + heard.others());
            }
            evaluated.incrementAndGet();
        }
    }

    private static RuleSet rules(String prefix) {
        var files = IntStream.range(0, 5)
                .mapToObj(i -> new RuleFile(prefix + i + ".yml", """
                        title: %1$s %2$d
                        name: %1$s_%2$d
                        logsource: {product: p, service: s}
                        detection:
                          text: {a|contains: y}
                          expression: {b|re: '[0-9]{2}x.y'}
                          condition: text and expression
                        """.formatted(prefix, i)))
                .toList();
        return RuleSet.compile(files, new RuleContext(Map.of(), List.of())).rules();
    }
}
