package tw.vigil.evaluator.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.ProofCase;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineRun;

/// The canaries of one rule set. Each was played offline first: what does not fire there is no canary.
public final class Canaries {
    /// While nobody has looked at the cases yet.
    public static final Canaries NONE = new Canaries(Map.of(), Map.of());

    /// A case may be played many times over; a canary must not be a load.
    private static final int MAX_EVENTS = 2_000;

    /// No window closes while the events come: the running evaluator plays a canary in one moment, too.
    private static final Duration NEVER_LATE = Duration.ofDays(36_500);

    private static final Comparator<Canary> BEST = Comparator.comparing(Canary::answer)
            .thenComparingInt(canary -> canary.events().size());

    private final Map<String, Canary> byRule;
    private final Map<String, String> unprovable;

    private Canaries(Map<String, Canary> byRule, Map<String, String> unprovable) {
        this.byRule = Map.copyOf(byRule);
        this.unprovable = Map.copyOf(unprovable);
    }

    /// Takes for each rule the case that proves it soonest and with the fewest events, from whatever file.
    ///
    /// @param proofs the events files
    public static Canaries of(RuleSet rules, List<RuleFile> proofs) {
        var best = new HashMap<String, Canary>();
        for (RuleFile file : proofs) {
            for (ProofCase proofCase : cases(file)) {
                if (proofCase.fires()) {
                    provenBy(rules, file, proofCase)
                            .forEach(canary ->
                                    best.merge(canary.rule().id(), canary, (a, b) -> BEST.compare(a, b) <= 0 ? a : b));
                }
            }
        }
        var unprovable = new HashMap<String, String>();
        for (RuleInfo rule : rules.rules()) {
            String reason = whyNot(rule);
            if (reason != null) {
                best.remove(rule.id());
                unprovable.put(rule.id(), reason);
            } else if (!best.containsKey(rule.id())) {
                unprovable.put(rule.id(), "no case of at most " + MAX_EVENTS + " events on which it fires");
            }
        }
        return new Canaries(best, unprovable);
    }

    /// By rule id.
    public Map<String, Canary> byRule() {
        return byRule;
    }

    /// Why rules have none, by rule id.
    public Map<String, String> unprovable() {
        return unprovable;
    }

    private static @Nullable String whyNot(RuleInfo rule) {
        if (rule.silent()) {
            return "speaks through its correlation only";
        }
        return rule.kind().equals("expectation") ? "speaks when nothing happens; no event can prove it" : null;
    }

    private static List<ProofCase> cases(RuleFile file) {
        try {
            return ProofCase.read(file);
        } catch (PackException _) {
            return List.of(); // its rules have no canary, and that is told
        }
    }

    /// Of each rule that fires on a case; none when it is too large.
    private static List<Canary> provenBy(RuleSet rules, RuleFile file, ProofCase proofCase) {
        List<OfflineEvent> played = proofCase.played();
        if (played.size() > MAX_EVENTS) {
            return List.of();
        }
        Instant first = first(played);
        var source = proofCase.source().logSource();
        List<Canary.Event> events = played.stream()
                .map(event -> new Canary.Event(event.id(), Duration.between(first, event.time()), event.json()))
                .toList();
        var canaries = new ArrayList<Canary>();
        answers(rules, played, first)
                .forEach((rule, answer) ->
                        canaries.add(new Canary(rule, file.path(), proofCase.name(), source, events, answer)));
        return canaries;
    }

    private static Map<RuleInfo, Duration> answers(RuleSet rules, List<OfflineEvent> events, Instant first) {
        var answers = new HashMap<RuleInfo, Duration>();
        boolean[] closing = {false};
        var run = new OfflineRun(rules, NEVER_LATE, finding -> {
            Duration answer = closing[0] ? Duration.between(first, finding.at()) : Duration.ZERO;
            answers.putIfAbsent(finding.rule(), answer.isNegative() ? Duration.ZERO : answer);
        });
        try {
            for (OfflineEvent event : events) {
                run.accept(event);
            }
        } catch (MalformedEventException _) {
            return Map.of();
        }
        closing[0] = true;
        run.finish();
        return answers;
    }

    private static Instant first(List<OfflineEvent> events) {
        return events.stream()
                .map(OfflineEvent::time)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
