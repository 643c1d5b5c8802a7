package tw.vigil.evaluator.canary;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.RuleInfo;

/// The newest proof of each rule, of all instances. Written by the follower of the topic, read by anyone.
public final class Proofs {
    private final Map<String, Proof> newest = new ConcurrentHashMap<>();
    private final RuleActivity activity = new RuleActivity();
    private volatile Instant readUpTo = Instant.MIN;

    public void take(Proof proof) {
        newest.merge(proof.ruleId(), proof, (a, b) -> a.sent().isAfter(b.sent()) ? a : b);
    }

    /// When which rule matched events.
    public RuleActivity activity() {
        return activity;
    }

    /// Says that everything was read which the topic held at this moment.
    public void readUpTo(Instant moment) {
        readUpTo = moment;
    }

    /// Up to when nothing is missing.
    public Instant readUpTo() {
        return readUpTo;
    }

    /// The newest proof of this version of a rule; null when there is none.
    public @Nullable Proof of(RuleInfo rule) {
        Proof proof = newest.get(rule.id());
        return proof != null && proof.version().equals(rule.sha256()) ? proof : null;
    }
}
