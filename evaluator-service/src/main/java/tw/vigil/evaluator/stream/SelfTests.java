package tw.vigil.evaluator.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.canary.Canaries;
import tw.vigil.evaluator.canary.Canary;
import tw.vigil.evaluator.canary.Proof;
import tw.vigil.evaluator.canary.ProofFollower;
import tw.vigil.evaluator.canary.Proofs;
import tw.vigil.evaluator.pack.ActiveRules;
import tw.vigil.evaluator.revision.RuleSets;
import tw.vigil.evaluator.topology.EvaluatorMetrics;

/// The canaries of the rules in use, and what all instances have proven with them.
@Startup // so that its metrics are exposed before anything is counted
@ApplicationScoped
class SelfTests {
    private static final Logger LOG = Logger.getLogger(SelfTests.class);

    private final RuleSets ruleSets;
    private final Proofs proofs = new Proofs();
    private final MultiGauge proven;
    private final MultiGauge latency;
    // playing every case offline takes seconds: not on the thread that switches rules
    private final ExecutorService finder = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("canaries").factory());
    private volatile Canaries canaries = Canaries.NONE;
    private @Nullable ProofFollower follower;

    SelfTests(RuleSets ruleSets, MeterRegistry registry) {
        this.ruleSets = ruleSets;
        this.proven = MultiGauge.builder("vigil.canary.proven.timestamp")
                .description("When the rule last fired on its canary; 0 = never")
                .baseUnit("seconds")
                .register(registry);
        this.latency = MultiGauge.builder("vigil.canary.latency")
                .description("From the canary's events to the rule's finding, the last time")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(
                        "vigil.rules.unprovable",
                        this,
                        tests -> tests.canaries().unprovable().size())
                .description("Rules without a canary")
                .register(registry);
    }

    /// Once the topics are there. A second call changes nothing.
    void start(UnaryOperator<Map<String, Object>> connection) {
        if (follower == null) {
            follower = new ProofFollower(connection, proofs, Clock.systemUTC());
            follower.start();
            ruleSets.onUse(inUse -> find(inUse.rules()));
            find(ruleSets.inUse().rules());
        }
    }

    void stop() {
        var _ = finder.shutdownNow();
        if (follower != null) {
            follower.close();
        }
    }

    Canaries canaries() {
        return canaries;
    }

    Proofs proofs() {
        return proofs;
    }

    private void find(ActiveRules rules) {
        finder.execute(() -> {
            try {
                var found = Canaries.of(rules.rules(), rules.pack().proofs());
                canaries = found;
                register(found);
                LOG.infof(
                        "canaries found rules=%d unprovable=%d",
                        found.byRule().size(), found.unprovable().size());
            } catch (RuntimeException e) {
                // the thread must find the canaries of the next rule set
                LOG.error("canaries cannot be found; the rules stay unproven", e);
                canaries = Canaries.NONE;
            }
        });
    }

    private void register(Canaries found) {
        proven.register(
                found.byRule().values().stream()
                        .map(canary -> MultiGauge.Row.of(tags(canary), canary, this::provenAt))
                        .toList(),
                true);
        latency.register(
                found.byRule().values().stream()
                        .map(canary -> MultiGauge.Row.of(tags(canary), canary, this::latencyOf))
                        .toList(),
                true);
    }

    private double provenAt(Canary canary) {
        Proof proof = proofs.of(canary.rule());
        return proof == null ? 0 : proof.proven().toEpochMilli() / 1_000.0;
    }

    private double latencyOf(Canary canary) {
        Proof proof = proofs.of(canary.rule());
        return proof == null ? Double.NaN : proof.latency().toMillis() / 1_000.0;
    }

    private static Tags tags(Canary canary) {
        return Tags.of("rule", EvaluatorMetrics.label(canary.rule()));
    }
}
