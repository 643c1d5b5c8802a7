package tw.vigil.evaluator.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// The counters of the two stages by rule. They start at 0 with the process; what must be exact over restarts is in
/// the [Ledger].
public final class EvaluatorMetrics {
    /// Seconds that a rule took, estimated.
    public static final String COST = "vigil.rule.cost.seconds";

    private final MeterRegistry registry;
    private final Timer latency;
    private final Counter unknownSignals;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    public EvaluatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.latency = Timer.builder("vigil.stage.latency")
                .description("From the reception of an event to the end of the stage")
                .tag("stage", "evaluate")
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5))
                .register(registry);
        this.unknownSignals = Counter.builder("vigil.correlation.unknown.signals")
                .description("Signals between the stages that this version cannot read; they are in quarantine")
                .register(registry);
    }

    /// What a rule is called in the label `rule`: its catalogue key, else its id.
    public static String label(RuleInfo rule) {
        return Findings.label(rule);
    }

    /// Registers every counter of every rule, so that a rule which never fired shows 0 and not "no data".
    public void register(RuleSet rules) {
        for (RuleInfo rule : rules.rules()) {
            counter("vigil.findings", rule, true);
            counter("vigil.findings.shadow", rule, true);
            counter("vigil.rule.errors", rule, false);
            counter("vigil.canary.missed", rule, false);
            counter(COST, rule, false);
            if (rule.isDetection()) {
                counter("vigil.rule.matches", rule, false);
            } else {
                counter("vigil.correlation.signals", rule, false);
                counter("vigil.correlation.missing.group", rule, false);
                counter("vigil.correlation.late", rule, false);
                counter("vigil.correlation.refused", rule, false);
            }
        }
    }

    void finding(RuleInfo rule) {
        counter(rule.vigil().shadow() ? "vigil.findings.shadow" : "vigil.findings", rule, true)
                .increment();
    }

    /// A rule did not fire on its canary.
    void missed(RuleInfo rule) {
        counter("vigil.canary.missed", rule, false).increment();
    }

    /// Time that a rule took, reckoned up from a sample.
    ///
    /// @param sample how many events or signals each measured one stands for
    public void took(RuleInfo rule, long nanos, int sample) {
        counter(COST, rule, false).increment(nanos * 1e-9 * sample);
    }

    void match(RuleInfo rule) {
        counter("vigil.rule.matches", rule, false).increment();
    }

    void error(RuleInfo rule) {
        counter("vigil.rule.errors", rule, false).increment();
    }

    void signal(RuleInfo correlation) {
        counter("vigil.correlation.signals", correlation, false).increment();
    }

    void missingGroup(RuleInfo correlation) {
        counter("vigil.correlation.missing.group", correlation, false).increment();
    }

    void late(RuleInfo correlation) {
        counter("vigil.correlation.late", correlation, false).increment();
    }

    /// A signal of a new group came to a rule that may hold no more.
    void refused(RuleInfo correlation) {
        counter("vigil.correlation.refused", correlation, false).increment();
    }

    void unknownSignal() {
        unknownSignals.increment();
    }

    void evaluated(Instant received, Instant now) {
        Duration passed = Duration.between(received, now);
        latency.record(passed.isNegative() ? Duration.ZERO : passed);
    }

    private Counter counter(String name, RuleInfo rule, boolean withLevel) {
        String label = Findings.label(rule);
        Function<String, Counter> make = _ -> {
            var counter = Counter.builder(name).tag("rule", label);
            return (withLevel ? counter.tag("level", rule.level()) : counter).register(registry);
        };
        return counters.computeIfAbsent(name + '\n' + label + '\n' + (withLevel ? rule.level() : ""), make);
    }
}
