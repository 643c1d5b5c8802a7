package tw.vigil.evaluator.topology;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.Expectation;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.StoredMachine;

/// What the correlate stage asks of one rule set, looked up once.
final class ActiveMachines {
    /// How far behind the events' watermark the time of a rule runs for each rule below it: an episode of the lower one
    /// is on its way through the repartition topic meanwhile, and a window must not close before it arrives.
    static final long CHAIN_GRACE_MILLIS = 30_000;

    private final RuleSet rules;
    private final Map<String, StoredMachine> machines = new HashMap<>();
    private final Map<String, Long> delays = new HashMap<>();
    private final Map<String, Expectation> expectations = new HashMap<>();

    ActiveMachines(RuleSet rules) {
        this.rules = rules;
        rules.expectations()
                .forEach(expectation -> expectations.put(expectation.rule().id(), expectation));
    }

    RuleSet rules() {
        return rules;
    }

    StoredMachine machine(RuleInfo rule) {
        return machines.computeIfAbsent(rule.id(), _ -> new StoredMachine(rules.machine(rule)));
    }

    /// Milliseconds by which the rule's watermark lies behind that of its sources.
    long delay(RuleInfo rule) {
        return delays.computeIfAbsent(rule.id(), _ -> rules.height(rule) * CHAIN_GRACE_MILLIS);
    }

    @Nullable
    Expectation expectation(RuleInfo rule) {
        return expectations.get(rule.id());
    }
}
