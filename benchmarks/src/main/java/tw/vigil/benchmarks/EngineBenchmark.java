package tw.vigil.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import tw.vigil.samples.EventStream;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// The same comparison under JMH, for profilers: time per event, one after the other.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class EngineBenchmark {
    private static final int EVENTS = 1024;
    private static final LogSource CLOUDTRAIL = new LogSource(null, "aws", "cloudtrail");

    /// How many versions of each built-in rule.
    @Param({"1", "200"})
    public int copies;

    private final JsonFactory json = new JsonFactory();
    private List<byte[]> events;
    private EventEvaluator evaluator;
    private int next;

    @Setup
    public void compile() throws IOException {
        Rules pack = Rules.builtIn();
        evaluator = RuleSet.compile(RuleCopies.of(pack.files(), copies), pack.context())
                .rules()
                .newEvaluator();
        events = EventStream.seeded(1)
                .onlyCloudTrail()
                .limit(EVENTS)
                .map(EventStream.Sample::json)
                .toList();
    }

    @Benchmark
    public int tokenWalk() throws IOException {
        int tokens = 0;
        try (JsonParser parser = json.createParser(event())) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    @Benchmark
    public void parseAndMatch(Blackhole blackhole) throws MalformedEventException {
        evaluator.evaluate(CLOUDTRAIL, event(), new BlackholeSink(blackhole));
    }

    private byte[] event() {
        next = (next + 1) & (EVENTS - 1);
        return events.get(next);
    }

    private record BlackholeSink(Blackhole blackhole) implements MatchSink {
        @Override
        public void match(RuleInfo rule) {
            blackhole.consume(rule);
        }

        @Override
        public void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group) {
            blackhole.consume(group);
        }

        @Override
        public void missingGroup(RuleInfo correlation, RuleInfo matched, String field) {
            blackhole.consume(field);
        }

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {
            throw cause;
        }
    }
}
