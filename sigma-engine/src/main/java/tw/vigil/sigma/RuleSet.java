package tw.vigil.sigma;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.correlate.CorrelationMachine;

/// Compiled rules. Immutable and thread-safe; replacing the active set is replacing one reference.
public final class RuleSet {

    private RuleSet() {}

    public static Compilation compile(List<RuleFile> files, RuleContext context) {
        throw new UnsupportedOperationException("files " + files.size() + context);
    }

    /// Of everything that decides what these rules say: rules, watch-lists and field mappings.
    public String hash() {
        return "";
    }

    public List<RuleInfo> rules() {
        return List.of();
    }

    public @Nullable RuleInfo rule(String idOrName) {
        return null;
    }

    public EventEvaluator newEvaluator() {
        throw new UnsupportedOperationException();
    }

    /// OCSF names and values of an event, by the field mapping of its source; empty for a source without one or for
    /// bytes that are no event.
    public SortedMap<String, String> normalise(LogSource source, byte[] json) {
        throw new UnsupportedOperationException();
    }

    /// The conditions that held; empty when the rule does not match.
    public List<Reason> explain(RuleInfo rule, LogSource source, byte[] json) {
        throw new UnsupportedOperationException();
    }

    public CorrelationMachine machine(RuleInfo correlation) {
        throw new UnsupportedOperationException(correlation.id());
    }
}
