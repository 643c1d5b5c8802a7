package tw.vigil.sigma.offline;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleSet;

/// Feeds events through the evaluator and the correlation machines in the order given. Use: `accept` each event, then
/// `finish`, which lets the event time run out so that conditions judged at the close of a window are judged.
/// Not thread-safe.
public final class OfflineRun {

    /// @param lateness how far behind the latest event time seen an event may be and still count
    public OfflineRun(RuleSet rules, Duration lateness, Consumer<OfflineFinding> findings) {}

    public OfflineRun(RuleSet rules, Consumer<OfflineFinding> findings) {
        this(rules, Duration.ofMinutes(20), findings);
    }

    public void accept(OfflineEvent event) throws MalformedEventException {}

    public void finish() {}

    /// What went wrong without stopping the run: a rule that failed on an event, a missing group-by field, a late event.
    public List<String> warnings() {
        return List.of();
    }
}
