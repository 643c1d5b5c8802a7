package tw.vigil.evaluator.revision;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/// Which rule set is in use, as metrics.
@ApplicationScoped
class RuleSetMetrics {
    private static final int FIRST = 1;
    private final MeterRegistry registry;
    private final RuleSets ruleSets;

    RuleSetMetrics(MeterRegistry registry, RuleSets ruleSets) {
        this.registry = registry;
        this.ruleSets = ruleSets;
    }

    /// Before the first rule set is loaded.
    void start(@Observes @Priority(FIRST) StartupEvent event) {
        Gauge.builder(
                        "vigil.rules.loaded",
                        ruleSets,
                        sets -> sets.inUse().rules().rules().rules().size())
                .description("Rules in use")
                .register(registry);
        Gauge.builder("vigil.rules.revision", ruleSets, sets -> sets.inUse().number())
                .description("Number of the rule set revision in use")
                .register(registry);
        Gauge.builder("vigil.rules.refused", ruleSets, sets -> sets.refused() == null ? 0 : 1)
                .description("1 while the newest revision cannot be loaded and an older one is used")
                .register(registry);
        MultiGauge version = MultiGauge.builder("vigil.rules.loaded.info")
                .description("Hash of the rule set in use")
                .register(registry);
        ruleSets.onUse(inUse -> version.register(
                List.of(MultiGauge.Row.of(
                        Tags.of("version", inUse.rules().pack().hash()), 1)),
                true));
    }
}
