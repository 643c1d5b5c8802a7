package tw.vigil.evaluator.revision;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.pack.ActiveRules;
import tw.vigil.evaluator.pack.RulePack;
import tw.vigil.event.RuleSetRevision;
import tw.vigil.sigma.RuleSet;

/// The rules in use, replaced as a whole and without a lock: who evaluates reads one reference. A rule set that does
/// not load never replaces one that does.
@ApplicationScoped
public class RuleSets {
    private static final Logger LOG = Logger.getLogger(RuleSets.class);

    /// @param number of the revision; 0 before the topic was read
    /// @param since when this instance began to use it
    public record InUse(long number, ActiveRules rules, Instant since) {}

    /// @param number of the revision that does not load
    /// @param problem every problem, one a line, with file, line and column
    public record Refused(long number, String hash, String problem) {}

    private final List<Consumer<InUse>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable InUse inUse;
    private volatile @Nullable Refused refused;

    /// The rules to evaluate with.
    public RuleSet rules() {
        return inUse().rules().rules();
    }

    /// @throws IllegalStateException before the start has loaded any
    public InUse inUse() {
        InUse current = inUse;
        if (current == null) {
            throw new IllegalStateException("the rule pack is not loaded yet");
        }
        return current;
    }

    /// The newest revision, when it could not be loaded; null when it is in use.
    public @Nullable Refused refused() {
        return refused;
    }

    /// Says that a newer revision is not in use although an older one was taken after it.
    void refuse(@Nullable Refused newer) {
        refused = newer;
    }

    /// Tells each rule set that comes into use, on the thread that brought it.
    public void onUse(Consumer<InUse> listener) {
        listeners.add(listener);
    }

    /// Takes rules that are known to load.
    public synchronized void use(long number, ActiveRules rules, Instant now) {
        var next = new InUse(number, rules, now);
        // metrics of new rules are there before their first match
        listeners.forEach(listener -> listener.accept(next));
        inUse = next;
        refused = null;
        LOG.infof(
                "rule set in use revision=%d rules=%d version=%s",
                number, rules.rules().rules().size(), rules.pack().hash());
    }

    /// Loads a revision and uses it, or says loudly that it stays unused.
    ///
    /// @return whether it is in use now
    public synchronized boolean offer(RuleSetRevision revision, Instant now) {
        InUse current = inUse;
        if (current != null && current.rules().pack().hash().equals(revision.hash())) {
            if (current.number() != revision.number()) {
                inUse = new InUse(revision.number(), current.rules(), now);
            }
            refused = null;
            return true;
        }
        ActiveRules rules;
        try {
            rules = ActiveRules.compile(RulePack.of(revision));
        } catch (RuntimeException e) {
            // whatever a foreign rule set does to the compiler must not end the rules that work
            refused = new Refused(revision.number(), revision.hash(), String.valueOf(e.getMessage()));
            LOG.errorf(
                    "rule set refused, the one before stays in use revision=%d publishedBy=%s cause=%s",
                    revision.number(), revision.publishedBy(), e.getMessage());
            return false;
        }
        use(revision.number(), rules, now);
        return true;
    }
}
