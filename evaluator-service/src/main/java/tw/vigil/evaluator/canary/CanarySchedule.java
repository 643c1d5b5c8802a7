package tw.vigil.evaluator.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tw.vigil.sigma.RuleInfo;

/// When which canary is played, and which was not answered. Kept in memory only: who takes over plays all of them
/// anew, which proves the rules after every restart and move. Not thread-safe: one per task.
public final class CanarySchedule {
    /// Runs begun at one time: a rule set is proven in minutes, and its canaries are no load.
    private static final int AT_ONCE = 10;

    /// What an answer may take beyond the time of its own events.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Duration interval;
    private final Map<String, Playing> last = new HashMap<>();

    /// @param version of the rule that was played
    /// @param open whether its answer is still waited for
    private record Playing(CanaryRun run, String version, Instant deadline, boolean open) {}

    /// @param interval between two runs of a rule
    public CanarySchedule(Duration interval) {
        this.interval = interval;
    }

    /// A canary to be sent.
    public record Due(Canary canary, CanaryRun run) {}

    /// A run that was not answered in time.
    ///
    /// @param deadline until when the proof was waited for
    public record Missed(Canary canary, CanaryRun run, Instant deadline) {
        public RuleInfo rule() {
            return canary.rule();
        }
    }

    /// The canaries to play now. Those of new rules and of new versions come first.
    ///
    /// @param delays what the evaluator adds to the answer of a rule that hears other rules
    public List<Due> due(Instant now, Canaries canaries, Function<RuleInfo, Duration> delays) {
        last.keySet().retainAll(canaries.byRule().keySet());
        var due = new ArrayList<Canary>();
        for (boolean played : new boolean[] {false, true}) {
            for (Canary canary : canaries.byRule().values()) {
                Playing before = last.get(canary.rule().id());
                boolean known =
                        before != null && before.version().equals(canary.rule().sha256());
                if (due.size() < AT_ONCE && played == known && (before == null || !known || isDue(before, now))) {
                    due.add(canary);
                }
            }
        }
        return due.stream().map(canary -> begin(canary, now, delays)).toList();
    }

    private Due begin(Canary canary, Instant now, Function<RuleInfo, Duration> delays) {
        RuleInfo rule = canary.rule();
        var run = new CanaryRun(rule.id(), now);
        Instant deadline = now.plus(canary.answer()).plus(delays.apply(rule)).plus(PATIENCE);
        last.put(rule.id(), new Playing(run, rule.sha256(), deadline, true));
        return new Due(canary, run);
    }

    private boolean isDue(Playing before, Instant now) {
        return !before.open() && !before.run().sent().plus(interval).isAfter(now);
    }

    /// The runs whose time is over without a proof; each is told once.
    ///
    /// @param canaries by rule id
    public List<Missed> missed(Instant now, Proofs proofs, Map<String, Canary> canaries) {
        var missed = new ArrayList<Missed>();
        for (var entry : List.copyOf(last.entrySet())) {
            Playing playing = entry.getValue();
            Canary canary = canaries.get(entry.getKey());
            if (canary == null || !playing.open()) {
                continue;
            }
            Proof proof = proofs.of(canary.rule());
            boolean proven =
                    proof != null && !proof.sent().isBefore(playing.run().sent());
            // a proof that was written may not have been read yet
            boolean over =
                    playing.deadline().isBefore(now) && playing.deadline().isBefore(proofs.readUpTo());
            if (proven || over) {
                last.put(entry.getKey(), close(playing));
            }
            if (!proven && over) {
                missed.add(new Missed(canary, playing.run(), playing.deadline()));
            }
        }
        return missed;
    }

    /// Waits longer for all answers: the events have not been read yet.
    public void extend(Duration time) {
        last.replaceAll((_, playing) ->
                new Playing(playing.run(), playing.version(), playing.deadline().plus(time), playing.open()));
    }

    private static Playing close(Playing playing) {
        return new Playing(playing.run(), playing.version(), playing.deadline(), false);
    }
}
